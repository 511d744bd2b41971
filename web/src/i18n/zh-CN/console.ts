export default {
  console: { title: '控制台' },
};
