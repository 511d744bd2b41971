import iconv from 'iconv-lite';
import { fromBufferPromise } from 'yauzl';

/** The texts of a zip of GBK files, by their GBK names. */
export async function unzipGbk(bytes: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const zip = await fromBufferPromise(bytes, { decodeStrings: false });
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    files.set(iconv.decode(entry.fileNameRaw, 'gbk'), iconv.decode(Buffer.concat(chunks), 'gbk'));
  }
  return files;
}
