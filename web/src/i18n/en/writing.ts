export default {
  write: { title: 'Write' },
  myArticles: { title: 'My articles' },
};
