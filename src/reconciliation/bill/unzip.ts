import { crc32 } from 'node:zlib';
import { type Entry, type ZipFile, fromBufferPromise } from 'yauzl';
import { BillUnreadable } from './bill.js';

/** What a bill never exceeds: a zip that claims more is a bomb or no bill. Bytes are counted after unpacking. */
const LIMITS = { entries: 16, bytes: 128 * 1024 * 1024 };

/**
 * The files in a zip archive. Sizes are judged as they are claimed, before anything is unpacked, and unpacking stops
 * where a file turns out larger than it claimed. Names are not looked at: they are in GBK and do not say so.
 * @throws BillUnreadable `not_a_zip`, `too_large`, `encrypted`, `damaged`
 */
export async function unzip(zip: Buffer, limits = LIMITS): Promise<Buffer[]> {
  const file = await open(zip);
  if (file.entryCount > limits.entries) throw new BillUnreadable('too_large');
  try {
    return await readAll(file, limits.bytes);
  } catch (error) {
    if (error instanceof BillUnreadable) throw error;
    throw new BillUnreadable('damaged', undefined, { cause: error });
  }
}

async function open(zip: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(zip, { decodeStrings: false });
  } catch (error) {
    throw new BillUnreadable('not_a_zip', undefined, { cause: error });
  }
}

async function readAll(file: ZipFile, maxBytes: number): Promise<Buffer[]> {
  const contents: Buffer[] = [];
  let claimed = 0;
  for await (const entry of file.eachEntry()) {
    claimed += entry.uncompressedSize;
    if (claimed > maxBytes) throw new BillUnreadable('too_large');
    if (entry.isEncrypted()) throw new BillUnreadable('encrypted');
    contents.push(await readEntry(file, entry));
  }
  return contents;
}

async function readEntry(file: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await file.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  if (crc32(content) !== entry.crc32) throw new BillUnreadable('damaged');
  return content;
}
