import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApp } from './app.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The code that an authenticator app shows for this secret at that time: RFC 6238 once more, by hand, so that the server's
 * reading of it is compared with another one.
 */
export function codeAt(base32: string, milliseconds = Date.now()): string {
  const bits = Array.from(base32, (letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(milliseconds / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/**
 * Switches somebody's second factor on, with the code of half a minute ago, so that those of now and of the next half are
 * left. @returns the secret and the recovery codes
 */
export async function switchOn({ request }: Pick<TestApp, 'request'>, auth: Record<string, string>) {
  const { body: proposed } = await request.post('/users/me/second-factor').set(auth);
  // On its way into the next half minute it would be too old.
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 2000) await sleep(left);
  const code = codeAt(proposed.secret, Date.now() - 30_000);
  const { status, body } = await request.post('/users/me/second-factor/confirm').set(auth).send({ code });
  if (status !== 200) throw new Error(`the second factor is not on: ${JSON.stringify(body)}`);
  return { secret: proposed.secret as string, codes: body.recovery_codes as string[] };
}
