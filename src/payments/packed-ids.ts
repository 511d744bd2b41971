/** Two packed ids: twice 116 bits. */
export const PACKED_BYTES = 29;

/**
 * Two of our ids, UUIDs of version 7 (RFC 9562), as hexadecimal digits without dashes, in 29 bytes instead of 32: without
 * what is the same in all of them, version, variant, and the first six bits of their time, which are zeros until the
 * year 2109. Of ids that are not ours something is lost: they come back as others.
 */
export function packIds(ids: string): Buffer {
  return Buffer.from(pack(ids.slice(0, 32)) + pack(ids.slice(32)), 'hex');
}

/** The two ids that were packed, if they were ours: 64 hexadecimal digits. */
export function unpackIds(packed: Buffer): string {
  const digits = packed.toString('hex');
  return unpack(digits.slice(0, PACKED_BYTES)) + unpack(digits.slice(PACKED_BYTES));
}

/** The two bits of time and the two of chance that are left of their digits make one digit together. */
function pack(id: string): string {
  const bits = ((hexDigit(id, 1) & 3) << 2) | (hexDigit(id, 16) & 3);
  return bits.toString(16) + id.slice(2, 12) + id.slice(13, 16) + id.slice(17);
}

function unpack(packed: string): string {
  const bits = hexDigit(packed, 0);
  const variant = (8 | (bits & 3)).toString(16);
  return `0${bits >> 2}${packed.slice(1, 11)}7${packed.slice(11, 14)}${variant}${packed.slice(14)}`;
}

function hexDigit(text: string, place: number): number {
  return Number.parseInt(text.charAt(place), 16);
}
