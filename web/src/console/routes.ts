import type { RouteRecordRaw } from 'vue-router';

/** The pages under /console; who may see them is said by their parent. */
export const consoleRoutes: RouteRecordRaw[] = [
  {
    path: '',
    component: () => import('./overview/OverviewPage.vue'),
    meta: { title: 'console.title' },
  },
  {
    path: 'rewards',
    component: () => import('./rewards/RewardListPage.vue'),
    meta: { title: 'console.rewards.title' },
  },
  {
    path: 'rewards/:id',
    component: () => import('./rewards/RewardPage.vue'),
    props: true,
    meta: { title: 'console.reward.title' },
  },
  {
    path: 'withdrawals',
    component: () => import('./withdrawals/WithdrawalListPage.vue'),
    meta: { title: 'console.withdrawals.title' },
  },
  {
    path: 'withdrawals/:id',
    component: () => import('./withdrawals/WithdrawalPage.vue'),
    props: true,
    meta: { title: 'console.withdrawal.title' },
  },
  {
    path: 'reconciliation',
    component: () => import('./reconciliation/DayListPage.vue'),
    meta: { title: 'console.reconciliation.title' },
  },
  {
    path: 'reconciliation/:date',
    component: () => import('./reconciliation/DayPage.vue'),
    props: true,
    meta: { title: 'console.reconciliation.title' },
  },
  {
    path: 'ledger',
    component: () => import('./ledger/LedgerPage.vue'),
    meta: { title: 'console.ledger.title' },
  },
  {
    path: 'callbacks',
    component: () => import('./callbacks/CallbackListPage.vue'),
    meta: { title: 'console.callbacks.title' },
  },
  {
    path: 'users',
    component: () => import('./users/UserListPage.vue'),
    meta: { title: 'console.users.title' },
  },
  {
    path: 'audit',
    component: () => import('./audit/AuditPage.vue'),
    meta: { title: 'console.audit.title' },
  },
];
