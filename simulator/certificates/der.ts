/** One piece of DER (ITU-T X.690): tag, length, content. */
function piece(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(count: number): Buffer {
  if (count < 0x80) return Buffer.from([count]);
  const hex = count.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export function sequence(...parts: Buffer[]): Buffer {
  return piece(0x30, ...parts);
}

export function set(...parts: Buffer[]): Buffer {
  return piece(0x31, ...parts);
}

/** A non-negative integer, big-endian, without leading zero bytes. */
export function integer(bytes: Buffer): Buffer {
  const negative = (bytes[0] ?? 0) >= 0x80;
  return piece(0x02, ...(negative ? [Buffer.from([0])] : []), bytes);
}

/** An object identifier such as `2.5.4.3`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map((part) => Number.parseInt(part, 10));
  return piece(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

export function nothing(): Buffer {
  return piece(0x05);
}

export function yes(): Buffer {
  return piece(0x01, Buffer.from([0xff]));
}

export function utf8(text: string): Buffer {
  return piece(0x0c, Buffer.from(text, 'utf8'));
}

export function printable(text: string): Buffer {
  return piece(0x13, Buffer.from(text, 'latin1'));
}

/** A time before 2050, `yyMMddHHmmssZ`. */
export function utcTime(text: string): Buffer {
  return piece(0x17, Buffer.from(text, 'latin1'));
}

/** Bits, of which the last `unused` do not count. */
export function bits(bytes: Buffer, unused = 0): Buffer {
  return piece(0x03, Buffer.from([unused]), bytes);
}

export function octets(bytes: Buffer): Buffer {
  return piece(0x04, bytes);
}

/** `[number] EXPLICIT`. */
export function tagged(number: number, part: Buffer): Buffer {
  return piece(0xa0 | number, part);
}
