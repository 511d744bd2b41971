import { api, ask, askForResponse } from '../api/client.js';
import type { TipDraft, TipOrder } from './tip-order.js';

/** Where a tip stands after it was sent: to be paid at an address of Alipay's, or paid. */
export type SentTip = { state: 'to_pay'; url: string } | { state: 'paid' };

/** Balance, in the words of the route. */
const FROM_BALANCE = 2;

/**
 * Places the order, or finds the one that was placed with the same content. One that was paid meanwhile is not paid again;
 * in the place of one that expired comes a new one.
 *
 * @throws Problem where the server refused; the key stays, so that trying again is the same order
 */
export async function sendTip(articleId: string, draft: TipDraft, order: TipOrder): Promise<SentTip> {
  const { url, rewardId } = await place(articleId, draft, order.keyFor(draft));
  if (url) return { state: 'to_pay', url };
  // No address: settled from balance, or an earlier order of this key that no longer waits for its payment.
  const isClosed = draft.channel === 'alipay' && (await statusOf(rewardId)) === 'closed';
  order.finish();
  if (!isClosed) return { state: 'paid' };
  return { state: 'to_pay', url: (await place(articleId, draft, order.keyFor(draft))).url };
}

async function place(articleId: string, draft: TipDraft, key: string) {
  const { data: url, response } = await askForResponse(
    api.POST('/payments/alipay', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        article_id: articleId,
        money: draft.money,
        message: draft.message,
        anonymous: draft.anonymous,
        hide_amount: draft.hideAmount,
        ...(draft.channel === 'balance' && { type: FROM_BALANCE }),
      },
    }),
  );
  return { url, rewardId: response.headers.get('Location')?.split('/').pop() ?? '' };
}

async function statusOf(rewardId: string): Promise<string> {
  return (await ask(api.GET('/rewards/{id}', { params: { path: { id: rewardId } } }))).status;
}
