import { computed, reactive, ref, type Ref } from 'vue';
import { api, ask } from '../../api/client.js';
import { newKey } from '../../api/idempotency-key.js';
import { Problem } from '../../api/problem.js';
import type { components } from '../../api/schema.js';
import { toYuan } from '../../money.js';
import { refundAmountFault } from './refundable.js';

export type RefundResult = components['schemas']['RefundResult'];

/**
 * What is typed into the refund dialog, and how it is sent. One opening of the dialog is one refund, however often it is
 * sent: its key is made by `begin`.
 *
 * @param leftFen what can still be given back
 */
export function useRefundForm(rewardId: Readonly<Ref<string>>, leftFen: Readonly<Ref<bigint>>) {
  const form = reactive({ isWhole: true, amount: '', reason: '' });
  /** Whether it was sent and nobody knows what came of it. */
  const isUncertain = ref(false);
  let key = newKey();

  /** What is sent is always the amount that was seen, also where it is all that is left. */
  const money = computed(() => (form.isWhole ? toYuan(leftFen.value) : form.amount.trim()));
  const amountFault = computed(() => refundAmountFault(money.value, leftFen.value));
  const isComplete = computed(() => amountFault.value === undefined && form.reason.trim() !== '');

  function begin(): void {
    key = newKey();
    isUncertain.value = false;
    Object.assign(form, { isWhole: true, amount: '', reason: '' });
  }

  /** @throws Problem `refund_exceeds_paid`, `reward_not_paid`, `idempotency_key_reused` */
  async function send(): Promise<RefundResult> {
    try {
      const result = await ask(
        api.POST('/admin/rewards/{id}/refunds', {
          params: { path: { id: rewardId.value }, header: { 'Idempotency-Key': key } },
          body: { money: money.value, reason: form.reason.trim() },
        }),
      );
      isUncertain.value = false;
      return result;
    } catch (error) {
      isUncertain.value = !isDefinite(error);
      throw error;
    }
  }

  return { form, money, amountFault, isComplete, isUncertain, begin, send };
}

/** Whether nothing has happened for certain: the server itself refused, and did not fail at it. */
function isDefinite(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}
