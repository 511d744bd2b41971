/** A day's bill of a very busy shop is a few megabytes; a file larger than this, in bytes, is not a bill. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The address is good for 30 seconds; so is our patience, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Alipay's own domains, production and sandbox. */
const ALIPAY_HOST = /(^|\.)(alipay|alipaydev)\.com$/;

/**
 * Where a bill may be downloaded from: the gateway's own origin (the simulator), or a host of Alipay's, by https
 * whatever the address says, on the usual port and with no password in it. The address came in a signed reply; it is
 * checked all the same, so that a server inside our network can never be reached by it.
 */
export function billAddress(address: string, gateway: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.origin === new URL(gateway).origin) return url;
  if (!/^https?:$/.test(url.protocol) || !ALIPAY_HOST.test(url.hostname) || url.port !== '') return undefined;
  url.protocol = 'https:';
  return url;
}

/**
 * Downloads a file of limited size in limited time; no redirects.
 * @throws where it is too large, takes too long, is cut off, or the server does not answer 200.
 */
export async function download(url: URL, maxBytes = MAX_BYTES, patienceMs = PATIENCE_MS): Promise<Buffer> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new Error(`the download answered ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`the download is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
