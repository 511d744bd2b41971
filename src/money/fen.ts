/**
 * Money inside the program: whole fen (分, a hundredth of a yuan) as bigint.
 * On the wire and at Alipay it is a decimal string of yuan with two decimals.
 */
const YUAN = /^(0|[1-9]\d{0,15})(?:\.(\d{1,2}))?$/;

/** Reads a decimal string of yuan (`"5"`, `"5.5"`, `"5.00"`) as fen; undefined where it is anything else. */
export function parseYuan(text: string): bigint | undefined {
  const match = YUAN.exec(text);
  if (!match) return undefined;
  const [, yuan = '0', decimals = ''] = match;
  return BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, '0'));
}

/** Writes fen as yuan with two decimals, `-5n` as `"-0.05"`. */
export function formatYuan(fen: bigint): string {
  const sign = fen < 0n ? '-' : '';
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
