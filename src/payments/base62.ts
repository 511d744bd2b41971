const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = 62n;

/** Bytes as letters and digits, always `length` of them; as many as the largest such bytes need. */
export function toBase62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let place = 0; place < length; place++) {
    text = DIGITS.charAt(Number(rest % BASE)) + text;
    rest /= BASE;
  }
  if (rest > 0n) throw new Error('these bytes need more digits');
  return text;
}

/** Reads what toBase62 wrote; undefined where no so many bytes are written like this. */
export function fromBase62(text: string, byteCount: number): Buffer | undefined {
  let value = 0n;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    if (digit < 0) return undefined;
    value = value * BASE + BigInt(digit);
  }
  const hex = value.toString(16).padStart(2 * byteCount, '0');
  return hex.length === 2 * byteCount ? Buffer.from(hex, 'hex') : undefined;
}
