import { type ArticleDraft, blankDraft } from './article-draft.js';

/** A draft as this device keeps it. */
export interface KeptDraft {
  draft: ArticleDraft;
  /** `updated_time` of the article it was written over; null for a new one. */
  basedOn: string | null;
}

/** Drafts belong to their writer, not to whoever uses the device next. */
function keyOf(writerId: string, articleId: string | undefined): string {
  return `zanshang.draft.${writerId}.${articleId ?? 'new'}`;
}

export function keepDraft(writerId: string, articleId: string | undefined, kept: KeptDraft): void {
  try {
    localStorage.setItem(keyOf(writerId, articleId), JSON.stringify(kept));
  } catch {
    // No room, or storage is forbidden: the warning at leaving remains.
  }
}

export function forgetDraft(writerId: string, articleId: string | undefined): void {
  localStorage.removeItem(keyOf(writerId, articleId));
}

/** What was kept; undefined where there is nothing, or nothing that can be read. */
export function findDraft(writerId: string, articleId: string | undefined): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(writerId, articleId)) ?? 'null');
    return isKeptDraft(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** An earlier version of the pages may have written something else. */
function isKeptDraft(kept: unknown): kept is KeptDraft {
  if (typeof kept !== 'object' || kept === null || !('draft' in kept) || !('basedOn' in kept)) return false;
  const draft = kept.draft as Record<string, unknown> | null;
  return Object.entries(blankDraft()).every(([name, value]) => typeof draft?.[name] === typeof value);
}
