export default {
  home: { title: '文章' },
};
