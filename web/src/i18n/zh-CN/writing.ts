export default {
  write: { title: '写文章' },
  myArticles: { title: '我的文章' },
};
