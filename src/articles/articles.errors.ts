import { AppError } from '../errors/app-error.js';

/** There is no such article, or the asker may not know of it. */
export class ArticleNotFound extends AppError {
  constructor() {
    super('article_not_found');
  }
}

/** The asker sees the article but did not write it. */
export class NotTheAuthor extends AppError {
  constructor() {
    super('forbidden');
  }
}
