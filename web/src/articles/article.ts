import type { components } from '../api/schema.js';

export type Article = components['schemas']['ArticleResponse'];
