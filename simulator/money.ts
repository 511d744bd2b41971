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

/** Fen of a yuan text that the caller has checked, perhaps negative, perhaps 0. */
export function parseSignedYuan(text: string): bigint {
  const [yuan = '', decimals = ''] = text.replace('-', '').split('.');
  const fen = BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, '0'));
  return text.startsWith('-') ? -fen : fen;
}

/** Hundredths of a percent of a text such as `0.6`; undefined for anything else than 0 .. 99.99. */
export function parsePercent(text: string): bigint | undefined {
  return /^\d{1,2}(?:\.\d{1,2})?$/.test(text) ? parseSignedYuan(text) : undefined;
}

/** Yuan with two decimals, `"5.00"` or `"-5.00"`, of an amount in fen. */
export function formatYuan(fen: bigint): string {
  if (fen < 0n) return `-${formatYuan(-fen)}`;
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
