export default {
  wallet: { title: '钱包' },
  rewards: { title: '赞赏记录' },
};
