import account from './zh-CN/account.js';
import articles from './zh-CN/articles.js';
import common from './zh-CN/common.js';
import console from './zh-CN/console.js';
import rewards from './zh-CN/rewards.js';
import wallet from './zh-CN/wallet.js';
import writing from './zh-CN/writing.js';

export default { ...common, ...account, ...articles, ...wallet, ...rewards, ...writing, ...console };
