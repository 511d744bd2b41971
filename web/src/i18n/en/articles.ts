export default {
  home: { title: 'Articles' },
};
