const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = 62n;
/** As many digits as a number holds exactly: only every eighth division is one of a bigint, which is dear. */
const STEP_DIGITS = 8;
const STEP = BASE ** BigInt(STEP_DIGITS);

/** Bytes as letters and digits, always `length` of them; as many as the largest such bytes need. */
export function toBase62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let step = 0;
  let text = '';
  for (let place = 0; place < length; place++) {
    if (place % STEP_DIGITS === 0) {
      step = Number(rest % STEP);
      rest /= STEP;
    }
    text = DIGITS.charAt(step % DIGITS.length) + text;
    step = Math.floor(step / DIGITS.length);
  }
  if (rest > 0n || step > 0) throw new Error('these bytes need more digits');
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
