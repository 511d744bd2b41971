import { newKey } from '../api/idempotency-key.js';

/** What a reader has chosen in the dialog. */
export interface TipDraft {
  /** Yuan as typed or as the author offers it. */
  money: string;
  message: string;
  channel: 'alipay' | 'balance';
  anonymous: boolean;
  hideAmount: boolean;
}

interface StoredOrder {
  key: string;
  draft: TipDraft;
}

/**
 * The order that a reader is about to place for one article: what was chosen, and the Idempotency-Key it goes with. Both are
 * kept in this tab, so that neither an impatient click nor a reload nor coming back from Alipay makes a second order. The
 * key lives as long as the content does not change and the order is not over.
 *
 * @param storage the tab's own, except in tests
 */
export function useTipOrder(userId: string, articleId: string, storage: Storage = sessionStorage) {
  const place = placeOf(userId, articleId);

  function read(): StoredOrder | undefined {
    const text = storage.getItem(place);
    return text === null ? undefined : (JSON.parse(text) as StoredOrder);
  }

  return {
    /** What had been chosen when the order was placed. */
    restore: (): TipDraft | undefined => read()?.draft,

    /** The key for this content: the same for the same content. */
    keyFor(draft: TipDraft): string {
      const stored = read();
      if (stored && isSame(stored.draft, draft)) return stored.key;
      const key = newKey();
      storage.setItem(place, JSON.stringify({ key, draft } satisfies StoredOrder));
      return key;
    },

    /** The order is over: the next one is another one, even with the same content. */
    finish: (): void => {
      storage.removeItem(place);
    },
  };
}

export type TipOrder = ReturnType<typeof useTipOrder>;

/** Ends the order of an article that Alipay has been paid for. */
export function finishTipOrder(userId: string, articleId: string): void {
  sessionStorage.removeItem(placeOf(userId, articleId));
}

function placeOf(userId: string, articleId: string): string {
  return `zanshang.tip.${userId}.${articleId}`;
}

function isSame(one: TipDraft, other: TipDraft): boolean {
  return (Object.keys(one) as (keyof TipDraft)[]).every((name) => one[name] === other[name]);
}
