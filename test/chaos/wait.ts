import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/** @throws Error that says what did not become true within `limitMs` */
export async function until(
  what: string,
  look: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await look())) {
    if (Date.now() > deadline)
      throw new Error(`within ${limitMs / 1000} s it did not come true that ${what}`);
    await sleep(POLL_MS);
  }
}
