export default {
  wallet: { title: 'Wallet' },
  rewards: { title: 'Tips' },
};
