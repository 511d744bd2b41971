import { both } from '../config/config-error.js';
import { type Finding, right, warning, wrong } from './finding.js';

/** Differences in milliseconds: unremarkable; and so large that expiry and days of bills are judged wrongly. */
const UNREMARKABLE_MS = 5_000;
const TOO_MUCH_MS = 60_000;

/** Another clock, in both languages. */
export interface OtherClock {
  readonly zh: string;
  readonly en: string;
}

/** What to say of our clock beside another one. */
export function clockFinding({ zh, en }: OtherClock, aheadMs: number): Finding {
  const differenceMs = Math.abs(aheadMs);
  if (differenceMs <= UNREMARKABLE_MS)
    return right(both(`本机时钟与${zh}一致`, `the clock here agrees with ${en}`));
  const seconds = Math.round(differenceMs / 1000);
  const text =
    aheadMs > 0
      ? both(`本机时钟比${zh}快 ${seconds} 秒`, `the clock here is ${seconds} seconds ahead of ${en}`)
      : both(`本机时钟比${zh}慢 ${seconds} 秒`, `the clock here is ${seconds} seconds behind ${en}`);
  const remedy = both('用 NTP 校准时钟', 'set the clock by NTP');
  return differenceMs > TOO_MUCH_MS ? wrong(text, remedy) : warning(text, remedy);
}
