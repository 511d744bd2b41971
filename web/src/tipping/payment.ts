import { onScopeDispose, ref } from 'vue';
import { useAction } from '../api/action.js';
import { sendTip } from './send-tip.js';
import type { TipDraft, TipOrder } from './tip-order.js';

/**
 * What the pay button does: sends the tip, then leaves for Alipay, or calls `onPaid` where nothing is left to be paid.
 * It stays busy while the page is left, and is free again where somebody comes back to the page as it was.
 */
export function usePayment(articleId: string, order: TipOrder, onPaid: () => void) {
  const isLeaving = ref(false);
  const { isBusy, problem, run } = useAction(async (draft: TipDraft) => {
    const sent = await sendTip(articleId, draft, order);
    if (sent.state === 'paid') {
      onPaid();
      return;
    }
    isLeaving.value = true;
    location.assign(sent.url);
    await backAgain();
    isLeaving.value = false;
  });

  let stopWaiting: () => void = () => undefined;
  function backAgain(): Promise<void> {
    return new Promise((resolve) => {
      const onShow = (): void => {
        stopWaiting();
        resolve();
      };
      stopWaiting = () => {
        window.removeEventListener('pageshow', onShow);
      };
      window.addEventListener('pageshow', onShow);
    });
  }
  onScopeDispose(() => {
    stopWaiting();
  });

  return { isBusy, isLeaving, problem, run };
}
