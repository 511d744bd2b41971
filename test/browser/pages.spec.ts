import { type Scene, lookAt, press } from './support/scenes.js';
import { openTipDialog } from './support/tipping.js';

const SCENES: readonly Scene[] = [
  { name: 'home', path: '/', ready: /^关于作者/ },
  { name: 'article', path: '/p/:article', ready: /赞赏了作者/ },
  { name: 'tip-dialog', path: '/p/:article', who: 'reader', ready: /余额 ￥/, act: openTipDialog },
  { name: 'log-in', path: '/usr/login', ready: '用户名' },
  { name: 'register', path: '/usr/register', ready: '用户名' },
  { name: 'reset', path: '/usr/reset', ready: '重置码' },
  { name: 'wallet', path: '/usr/wallet', who: 'author', ready: /￥\d+\.\d\d/ },
  { name: 'rewards', path: '/usr/rewards', who: 'reader', ready: '已支付' },
  { name: 'settings', path: '/usr/settings', who: 'author', ready: '设置' },
  { name: 'write', path: '/write', who: 'author', ready: '正文' },
  { name: 'write-existing', path: '/write/:article', who: 'author', ready: '正文第一段。' },
  { name: 'delete-question', path: '/write/:article', who: 'author', ready: '删除文章', act: press('删除') },
  { name: 'my-articles', path: '/usr/articles', who: 'author', ready: '已发布' },
  { name: 'not-found', path: '/nowhere', ready: '没有这个页面' },
];

describe('a page', () => {
  lookAt(SCENES);
});
