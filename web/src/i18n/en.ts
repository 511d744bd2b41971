import type { Catalogue } from './catalogue.js';
import account from './en/account.js';
import articles from './en/articles.js';
import common from './en/common.js';
import console from './en/console.js';
import rewards from './en/rewards.js';
import wallet from './en/wallet.js';
import writing from './en/writing.js';

const en: Catalogue = { ...common, ...account, ...articles, ...wallet, ...rewards, ...writing, ...console };
export default en;
