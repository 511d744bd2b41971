/** An amount as a person types it: 0.01 to 9999.99 yuan with at most two decimals. */
const TYPED_AMOUNT = /^(?!0+(?:\.0{1,2})?$)(?:0|[1-9]\d{0,3})(?:\.\d{1,2})?$/;

/** Whether the text is an amount that can be tipped. */
export function isTipAmount(text: string): boolean {
  return TYPED_AMOUNT.test(text);
}

/** The whole fen of a yuan amount such as `"-5.00"`. Money is never a float. */
export function toFen(yuan: string): bigint {
  const [whole = '0', fraction = ''] = yuan.split('.');
  return BigInt(whole + fraction.padEnd(2, '0').slice(0, 2));
}

/** `"5.00"` as people read it: `￥5.00`, with the sign before the mark. */
export function showYuan(yuan: string): string {
  return yuan.startsWith('-') ? `-￥${yuan.slice(1)}` : `￥${yuan}`;
}

/** The sum of yuan amounts, in yuan. */
export function sumYuan(amounts: readonly string[]): string {
  return toYuan(amounts.reduce((sum, yuan) => sum + toFen(yuan), 0n));
}

/** Whole fen as the server spells yuan: `500n` is `"5.00"`. */
export function toYuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
