export default {
  site: '赞赏',
  footer: '赞赏：读者的心意，一分不差地到作者手里',
  nav: {
    label: '主导航',
    skip: '跳到正文',
    write: '写文章',
    wallet: '钱包',
    console: '控制台',
    logIn: '登录',
    logOut: '退出',
    register: '注册',
  },
  notFound: {
    title: '没有这个页面',
    text: '地址可能已经改变，或者文章已被作者收起。',
    home: '回到首页',
  },
  problem: {
    unreachable: '连不上服务器，请检查网络后再试',
    unknown: '出了点问题，请稍后再试',
    rateLimited: '操作太频繁，请 {minutes} 分钟后再试',
  },
  action: {
    retry: '再试一次',
    more: '更多',
    save: '保存',
    saved: '已保存',
    csv: '下载 CSV',
    cancel: '取消',
    close: '关闭',
  },
};
