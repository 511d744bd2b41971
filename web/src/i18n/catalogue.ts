import type zh from './zh-CN.js';

/** Every text of the pages, by its name. A language that lacks one, or has another, does not compile. */
export type Catalogue = typeof zh;
