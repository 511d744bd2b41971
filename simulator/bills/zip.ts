import { crc32, deflateRawSync } from 'node:zlib';
import { beijingTime } from '../beijing-time.js';

export interface ZipEntry {
  /** Bytes of the name in whatever encoding: Alipay's are GBK and do not say so, which zip libraries cannot write. */
  name: Buffer;
  content: Buffer;
}

function dosTime(epochMs: number): { time: number; date: number } {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = beijingTime(epochMs)
    .split(/\D/)
    .map((part) => Number.parseInt(part, 10));
  return {
    time: (hour << 11) | (minute << 5) | (second >> 1),
    date: ((year - 1980) << 9) | (month << 5) | day,
  };
}

/** What a local header and a central record have in common: version, flags, method, time, sizes, name length. */
function shared(entry: ZipEntry, packed: Buffer, at: number): Buffer {
  const bytes = Buffer.alloc(26);
  const { time, date } = dosTime(at);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(8, 4);
  bytes.writeUInt16LE(time, 6);
  bytes.writeUInt16LE(date, 8);
  bytes.writeUInt32LE(crc32(entry.content), 10);
  bytes.writeUInt32LE(packed.length, 14);
  bytes.writeUInt32LE(entry.content.length, 18);
  bytes.writeUInt16LE(entry.name.length, 22);
  return bytes;
}

function signature(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

function centralRecord(entry: ZipEntry, header: Buffer, offset: number): Buffer {
  const madeBy = Buffer.from([20, 0]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, header, rest, entry.name]);
}

function endRecord(count: number, directoryBytes: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(directoryBytes, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** A zip archive (APPNOTE 6.3, deflate) of a few small files. `at`: milliseconds since 1970 UTC. */
export function zipArchive(entries: readonly ZipEntry[], at: number): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.content);
    const header = shared(entry, packed, at);
    const file = Buffer.concat([signature(0x04034b50), header, entry.name, packed]);
    directory.push(centralRecord(entry, header, offset));
    files.push(file);
    offset += file.length;
  }
  const records = Buffer.concat(directory);
  return Buffer.concat([...files, records, endRecord(entries.length, records.length, offset)]);
}
