export default {
  account: { logIn: 'Log in', register: 'Register' },
  settings: { title: 'Settings' },
};
