export default {
  users: {
    title: 'Users',
    q: 'User name begins with',
    person: 'User',
    role: 'Role',
    state: 'State',
    active: 'Active',
    inactive: 'Deactivated',
    created: 'Registered',
    rewards: 'Tips',
    sent: 'given',
    received: 'received',
    actions: 'Actions',
    self: 'Your own account is changed by another administrator',
    changed: '{name} has been changed.',
    makeAdmin: 'Make administrator',
    makeAdminText:
      '{name} ({username}) will be able to use the console: refund, approve withdrawals, deactivate accounts.',
    makeUser: 'Take away administration',
    makeUserText: '{name} ({username}) will not be able to use the console any more.',
    deactivate: 'Deactivate',
    deactivateText:
      '{name} ({username}) is logged out at once and cannot log in again. Tips on the way to them still arrive.',
    activate: 'Activate',
    activateText: '{name} ({username}) will be able to log in again.',
    removeSecondFactor: 'Switch off second factor',
    removeSecondFactorText:
      'The password alone logs {name} ({username}) in from then on. Make sure first that it is them who lost phone and recovery codes.',
    reset: 'Reset password',
    resetText:
      'You get a code by which {name} ({username}) sets a new password. Make sure that it is really them who ask. A code from before is worth nothing then.',
    makeCode: 'Make a code',
    resetCode: 'Reset code',
    resetCodeText:
      'Give it to {name} ({username}) and to nobody else; it is shown only now. They use it on the page “Reset password”, which the login page leads to.',
    resetExpires: 'Good once, until',
  },
  audit: {
    title: 'Audit',
    time: 'Time',
    admin: 'Administrator',
    action: 'Act',
    subject: 'On what',
    address: 'From address',
    detail: 'Detail',
  },
};
