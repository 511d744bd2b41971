import { api, ask } from '../api/client.js';
import type { components } from '../api/schema.js';
import type { Article } from './article-draft.js';

type NewArticle = components['schemas']['CreateArticleRequest'];
type ArticleChange = components['schemas']['UpdateArticleRequest'];

/** Articles on the server. Each call throws Problem where it is refused. */
export interface ArticleStore {
  read(id: string): Promise<Article>;
  create(body: NewArticle): Promise<Article>;
  change(id: string, body: ArticleChange): Promise<Article>;
  remove(id: string): Promise<void>;
}

const at = (id: string) => ({ params: { path: { id } } });

export const articleStore: ArticleStore = {
  read: (id) => ask(api.GET('/articles/{id}', at(id))),
  create: (body) => ask(api.POST('/articles', { body })),
  change: (id, body) => ask(api.PATCH('/articles/{id}', { ...at(id), body })),
  async remove(id) {
    await ask(api.DELETE('/articles/{id}', at(id)));
  },
};
