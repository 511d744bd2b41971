import books from './console/books.js';
import overview from './console/overview.js';
import people from './console/people.js';
import rewards from './console/rewards.js';
import withdrawals from './console/withdrawals.js';
import words from './console/words.js';

export default {
  console: {
    title: 'Console',
    beijingTime: 'All times are Beijing time.',
    times: '{n} times',
    raw: 'Raw record',
    nav: {
      label: 'Console',
      overview: 'Overview',
      rewards: 'Tips',
      withdrawals: 'Withdrawals',
      reconciliation: 'Reconciliation',
      ledger: 'Ledger check',
      callbacks: 'Callbacks',
      users: 'Users',
      audit: 'Audit',
    },
    filter: {
      label: 'Filter',
      apply: 'Search',
      clear: 'Clear',
      all: 'All',
      nothing: 'Nothing matches',
    },
    ...overview,
    ...rewards,
    ...withdrawals,
    ...books,
    ...people,
    words,
  },
};
