import books from './console/books.js';
import overview from './console/overview.js';
import people from './console/people.js';
import rewards from './console/rewards.js';
import withdrawals from './console/withdrawals.js';
import words from './console/words.js';

export default {
  console: {
    title: '控制台',
    beijingTime: '时间都是北京时间。',
    times: '共 {n} 次',
    raw: '原始记录',
    nav: {
      label: '控制台',
      overview: '总览',
      rewards: '赞赏',
      withdrawals: '提现',
      reconciliation: '对账',
      ledger: '账本核对',
      callbacks: '回调',
      users: '用户',
      audit: '操作记录',
    },
    filter: {
      label: '筛选',
      apply: '查询',
      clear: '清空',
      all: '全部',
      nothing: '没有符合条件的记录',
    },
    ...overview,
    ...rewards,
    ...withdrawals,
    ...books,
    ...people,
    words,
  },
};
