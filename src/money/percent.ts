const PERCENT = /^(\d{1,2})(?:\.(\d{1,2}))?$/;

/** Reads a rate in percent (`"0.6"`, `"5"`) as hundredths of a percent (60, 500); undefined where it is none. */
export function parsePercent(text: string): bigint | undefined {
  const match = PERCENT.exec(text);
  if (!match) return undefined;
  const [, whole = '0', decimals = ''] = match;
  return BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'));
}

/** Writes hundredths of a percent as percent with two decimals, 60 as `"0.60"`. */
export function formatPercent(rate: bigint): string {
  return `${(rate / 100n).toString()}.${(rate % 100n).toString().padStart(2, '0')}`;
}
