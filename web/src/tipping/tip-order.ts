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

/** As long as an order usually waits for its payment: who comes back later means another tip. */
const LIFETIME_MS = 30 * 60_000;

/**
 * The order that a reader is about to place for one article. It begins when the dialog opens and is kept in this browser
 * until it is over, so that neither an impatient click, nor a reload, nor coming back from Alipay, nor the same dialog in a
 * second tab makes a second one. What was chosen is kept in the tab alone.
 */
export function useTipOrder(userId: string, articleId: string) {
  const place = placeOf(userId, articleId);
  let order = findOrder(place) ?? beginOrder(place);

  return {
    /** What had been chosen when the order was placed. */
    restore(): TipDraft | undefined {
      const text = sessionStorage.getItem(place);
      return text === null ? undefined : (JSON.parse(text) as TipDraft);
    },

    /** The Idempotency-Key for this content: the same for the same content, until the order is over. */
    keyFor(draft: TipDraft): string {
      sessionStorage.setItem(place, JSON.stringify(draft));
      const { money, message, channel, anonymous, hideAmount } = draft;
      return `${order}-${digest(JSON.stringify([money, message, channel, anonymous, hideAmount]))}`;
    },

    /** The order is over: the next one is another one, even with the same content. */
    finish(): void {
      // Another tab may have begun the next one already.
      if (findOrder(place) === order) finishTipOrder(userId, articleId);
      order = findOrder(place) ?? beginOrder(place);
    },
  };
}

export type TipOrder = ReturnType<typeof useTipOrder>;

/** Ends the order of an article, e.g. one that Alipay has been paid for. */
export function finishTipOrder(userId: string, articleId: string): void {
  localStorage.removeItem(placeOf(userId, articleId));
  sessionStorage.removeItem(placeOf(userId, articleId));
}

function placeOf(userId: string, articleId: string): string {
  return `zanshang.tip.${userId}.${articleId}`;
}

function findOrder(place: string): string | undefined {
  const [order = '', begun = ''] = localStorage.getItem(place)?.split(' ') ?? [];
  return Date.now() - Number(begun) < LIFETIME_MS ? order : undefined;
}

function beginOrder(place: string): string {
  const order = newKey();
  localStorage.setItem(place, `${order} ${Date.now()}`);
  return order;
}

/** FNV-1a, 64 bits: no secret and no proof, only tells contents apart; `crypto.subtle` wants https. */
function digest(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
