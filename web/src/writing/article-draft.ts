import type { components } from '../api/schema.js';

export type Article = components['schemas']['ArticleResponse'];

/** What a writer can change in the form; whether it is published is decided by the button. */
export interface ArticleDraft {
  title: string;
  content: string;
  collection: string;
  isPublic: boolean;
  tipsOpen: boolean;
}

export function blankDraft(): ArticleDraft {
  return { title: '', content: '', collection: '', isPublic: true, tipsOpen: true };
}

export function draftOf(article: Article): ArticleDraft {
  return {
    title: article.title,
    content: article.content,
    collection: article.collection.name,
    isPublic: article.is_public,
    tipsOpen: article.tipping.open,
  };
}

export function isSameDraft(one: ArticleDraft, other: ArticleDraft): boolean {
  return (Object.keys(one) as (keyof ArticleDraft)[]).every((name) => one[name] === other[name]);
}

/** The body of the request that saves it. */
export function requestOf(draft: ArticleDraft, isShow: boolean) {
  return {
    title: draft.title,
    content: draft.content,
    collection: draft.collection,
    is_public: draft.isPublic,
    is_show: isShow,
    tips_open: draft.tipsOpen,
  };
}
