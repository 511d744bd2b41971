export default {
  site: 'Zanshang',
  footer: 'Zanshang: what readers give reaches the author, to the fen',
  nav: {
    label: 'Main navigation',
    skip: 'Skip to content',
    write: 'Write',
    wallet: 'Wallet',
    console: 'Console',
    logIn: 'Log in',
    logOut: 'Log out',
    register: 'Register',
  },
  notFound: {
    title: 'There is no such page',
    text: 'Its address may have changed, or its author has put the article away.',
    home: 'Back to the start',
  },
  problem: {
    unreachable: 'The server cannot be reached; check the network and try again',
    unknown: 'Something went wrong; try again in a moment',
    rateLimited: 'Too many attempts; try again in {minutes} min',
  },
  action: {
    retry: 'Try again',
    more: 'More',
    save: 'Save',
    saved: 'Saved',
    csv: 'Download CSV',
    cancel: 'Cancel',
    close: 'Close',
  },
};
