import { onScopeDispose, ref, shallowRef } from 'vue';
import type { components } from '../api/schema.js';

type Reward = components['schemas']['RewardResponse'];

/** How far it is known whether the reader who comes back from Alipay has paid. */
export type PaymentState =
  | { kind: 'asking' }
  | { kind: 'paid' | 'pending' | 'failed'; reward: Reward | undefined }
  /** The server could not be asked, or could not say: nothing is known, and it can be asked again. */
  | { kind: 'unreachable' };

/** The query string is kept here, in this tab, until its outcome has been seen: a reload asks again. */
const PLACE = 'zanshang.payment-return';
/** How long to wait before asking again, growing: most payments are known within seconds. */
const PAUSES_MS = [2000, 3000, 5000, 8000, 13_000, 21_000, 34_000, 60_000];

/** Whether the query string is what Alipay adds when it sends a reader back. */
export function isPaymentReturn(search: string): boolean {
  const parameters = new URLSearchParams(search);
  return parameters.has('out_trade_no') && parameters.has('sign');
}

/**
 * Forwards to the server what Alipay sent the reader back with, and keeps asking until the outcome is certain.
 *
 * @param search the page's query string exactly as it arrived: the signature covers it
 */
export function usePaymentReturn(search: string) {
  if (isPaymentReturn(search)) sessionStorage.setItem(PLACE, search);
  const query = sessionStorage.getItem(PLACE);
  const state = shallowRef<PaymentState | undefined>(query === null ? undefined : { kind: 'asking' });
  const isAsking = ref(false);
  let isHinted = false;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isOver = (): boolean =>
    state.value === undefined || state.value.kind === 'paid' || state.value.kind === 'failed';

  /** Asks at once, e.g. because something was heard of the payment, or because the reader wants to know. */
  async function askNow(): Promise<void> {
    if (query === null || isOver()) return;
    isHinted = isAsking.value;
    if (isAsking.value) return;
    clearTimeout(timer);
    isAsking.value = true;
    const answer = await askServer(query);
    isAsking.value = false;
    if (isOver()) return;
    state.value = answer;
    if (isHinted) await askNow();
    else if (answer.kind === 'pending') waitAndAsk();
  }

  function waitAndAsk(): void {
    const pause = PAUSES_MS[Math.min(asked, PAUSES_MS.length - 1)];
    asked += 1;
    timer = setTimeout(() => void askNow(), pause);
  }

  /** The outcome has been seen; a reload does not show it again. */
  function dismiss(): void {
    clearTimeout(timer);
    sessionStorage.removeItem(PLACE);
    state.value = undefined;
  }

  void askNow();
  onScopeDispose(() => {
    clearTimeout(timer);
  });

  return { state, isAsking, isOver, askNow, dismiss };
}

const KINDS: Partial<Record<number, 'paid' | 'pending' | 'failed'>> = {
  200: 'paid',
  202: 'pending',
  400: 'failed',
};

async function askServer(query: string): Promise<PaymentState> {
  try {
    const response = await fetch(`/payments/alipay/result${query}`, {
      headers: { Accept: 'application/json' },
    });
    const kind = KINDS[response.status];
    if (!kind) return { kind: 'unreachable' };
    const { reward } = (await response.json()) as components['schemas']['PaymentResultResponse'];
    return { kind, reward };
  } catch {
    return { kind: 'unreachable' };
  }
}
