import { computed, reactive, toRefs } from 'vue';
import { isTipAmount, toFen } from '../money.js';
import type { TipDraft } from './tip-order.js';

const MAX_MESSAGE_LENGTH = 500;
/** The choice beside the author's amounts. */
export const OWN_AMOUNT = 'own';

/**
 * The fields of the dialog and what may be sent of them.
 *
 * @param presets the amounts that the author offers
 * @param earlier what had been chosen before a reload
 * @param balance what the reader has, in yuan; undefined while it is not known
 */
export function useTipForm(
  presets: readonly string[],
  earlier: TipDraft | undefined,
  balance: () => string | undefined,
) {
  const offered = earlier === undefined ? presets[0] : presets.find((preset) => preset === earlier.money);
  const fields = reactive({
    choice: offered ?? OWN_AMOUNT,
    own: offered === undefined ? (earlier?.money ?? '') : '',
    message: earlier?.message ?? '',
    channel: earlier?.channel ?? 'alipay',
    anonymous: earlier?.anonymous ?? false,
    hideAmount: earlier?.hideAmount ?? false,
  });

  const money = computed(() => (fields.choice === OWN_AMOUNT ? fields.own.trim() : fields.choice));
  const isAmount = computed(() => isTipAmount(money.value));
  const messageLength = computed(() => Array.from(fields.message).length);
  const isBalanceEnough = computed(() => {
    const available = balance();
    return available !== undefined && isAmount.value && toFen(available) >= toFen(money.value);
  });

  /** What can be sent; undefined while something is missing or wrong. */
  const draft = computed<TipDraft | undefined>(() => {
    const canPay = fields.channel === 'alipay' || isBalanceEnough.value;
    if (!isAmount.value || !canPay || messageLength.value > MAX_MESSAGE_LENGTH) return undefined;
    const { message, channel, anonymous, hideAmount } = fields;
    return { money: money.value, message, channel, anonymous, hideAmount };
  });

  return { ...toRefs(fields), money, isAmount, isBalanceEnough, messageLength, draft, MAX_MESSAGE_LENGTH };
}
