/** The largest amount of one trade: 100,000,000.00 yuan, in fen. */
const MAX_AMOUNT_FEN = 10_000_000_000n;

/**
 * Fen of a decimal yuan text such as `5`, `5.1` or `5.10`; undefined for anything else, also for a sign, an
 * exponent, a third decimal or an amount outside 0.01 .. 100000000 (Alipay, alipay.trade.page.pay, total_amount).
 */
export function parseYuan(text: string): bigint | undefined {
  const match = /^(0|[1-9]\d{0,8})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const fen = BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
  return fen >= 1n && fen <= MAX_AMOUNT_FEN ? fen : undefined;
}

/** Yuan with two decimals, `"5.00"`, of an amount in fen that is not negative. */
export function formatYuan(fen: bigint): string {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
