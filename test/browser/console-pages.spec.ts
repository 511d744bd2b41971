import { type Scene, lookAt, press } from './support/scenes.js';

const SCENES: readonly Scene[] = [
  { name: 'console', path: '/console', who: 'admin', ready: '以表格查看' },
  { name: 'console-rewards', path: '/console/rewards', who: 'admin', ready: '订单号' },
  { name: 'console-reward', path: '/console/rewards/:reward', who: 'admin', ready: '经过' },
  {
    name: 'console-refund',
    path: '/console/rewards/:reward',
    who: 'admin',
    ready: '退多少',
    act: press('退款'),
  },
  { name: 'console-withdrawals', path: '/console/withdrawals', who: 'admin', ready: '申请人' },
  { name: 'console-withdrawal', path: '/console/withdrawals/:withdrawal', who: 'admin', ready: '经过' },
  { name: 'console-reconciliation', path: '/console/reconciliation', who: 'admin', ready: '对账' },
  {
    name: 'console-ledger',
    path: '/console/ledger',
    who: 'admin',
    ready: '账是平的。',
    act: press('现在核对'),
  },
  { name: 'console-callbacks', path: '/console/callbacks', who: 'admin', ready: '验签' },
  { name: 'console-audit', path: '/console/audit', who: 'admin', ready: '对象' },
  { name: 'console-users', path: '/console/users', who: 'admin', ready: '角色' },
  {
    name: 'console-reset-code',
    path: '/console/users',
    who: 'admin',
    ready: /^([A-Z2-7]{4}-){5}/,
    act: async (page) => {
      await press('重置密码')(page);
      await press('生成重置码')(page);
    },
  },
];

describe('a page of the console', () => {
  lookAt(SCENES);
});
