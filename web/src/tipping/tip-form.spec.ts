import { describe, expect, it } from 'vitest';
import { OWN_AMOUNT, useTipForm } from './tip-form.js';
import type { TipDraft } from './tip-order.js';

const PRESETS = ['2.00', '5.00'];
const form = (earlier?: TipDraft, balance?: string) => useTipForm(PRESETS, earlier, () => balance);

describe('the tip form', () => {
  it("begins with the author's first amount, by Alipay, in the reader's own name", () => {
    expect(form().draft.value).toEqual({
      money: '2.00',
      message: '',
      channel: 'alipay',
      anonymous: false,
      hideAmount: false,
    });
  });

  it('takes an amount of the reader, as typed', () => {
    const { choice, own, draft } = form();
    choice.value = OWN_AMOUNT;
    own.value = ' 6.6 ';
    expect(draft.value?.money).toBe('6.6');
  });

  it.each(['', '0', '-1', '0.001', '10000', '1e3', 'five'])('does not send %j', (typed) => {
    const { choice, own, draft } = form();
    choice.value = OWN_AMOUNT;
    own.value = typed;
    expect(draft.value).toBeUndefined();
  });

  it('offers the balance to the last fen, and not a fen further', () => {
    const { choice, channel, isBalanceEnough, draft } = form(undefined, '4.99');
    channel.value = 'balance';
    expect([isBalanceEnough.value, draft.value?.channel]).toEqual([true, 'balance']);
    choice.value = '5.00';
    expect([isBalanceEnough.value, draft.value]).toEqual([false, undefined]);
    expect(useTipForm(['4.99'], undefined, () => '4.99').isBalanceEnough.value).toBe(true);
  });

  it('does not offer a balance that is not known', () => {
    expect(form().isBalanceEnough.value).toBe(false);
  });

  it('counts the message as people do, 500 characters at most', () => {
    const { message, messageLength, draft } = form();
    message.value = '😀'.repeat(500);
    expect([messageLength.value, draft.value?.message.length]).toEqual([500, 1000]);
    message.value += '!';
    expect(draft.value).toBeUndefined();
  });

  it('comes back as it was sent', () => {
    const earlier: TipDraft = {
      money: '5.00',
      message: '好',
      channel: 'alipay',
      anonymous: true,
      hideAmount: true,
    };
    expect(form(earlier).draft.value).toEqual(earlier);
    const own: TipDraft = { ...earlier, money: '8' };
    expect([form(own).choice.value, form(own).draft.value]).toEqual([OWN_AMOUNT, own]);
  });
});
