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
  },
};
