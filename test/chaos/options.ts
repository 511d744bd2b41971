import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  /** Repeats all choices; the interleaving of processes is not in it. */
  readonly seed: number;
  /** How long things break, in seconds; pauses are not counted. */
  readonly seconds: number;
  /** How often everything comes to rest and is audited; the last time at the end. */
  readonly rounds: number;
  /** Keep the folder with logs, database and journal also where nothing was found. */
  readonly keep: boolean;
}

/** One audit for about so many seconds. */
const ROUND_SECONDS = 30;

/** How long things break, and how often everything is audited, in the runs that have a name. */
const QUICK = { seconds: 30, rounds: 2 };
const CI = { seconds: 12, rounds: 1 };

/** What `npm run chaos -- …` may say. */
export function readChaosOptions(args: string[]): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string', default: '90' },
      quick: { type: 'boolean', default: false },
      ci: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  return {
    seed: values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed),
    ...lengthOf(values),
    keep: values.keep,
  };
}

function lengthOf({ quick, ci, seconds }: { quick: boolean; ci: boolean; seconds: string }) {
  if (ci) return CI;
  if (quick) return QUICK;
  const given = wholeNumber('seconds', seconds);
  return { seconds: given, rounds: Math.max(1, Math.round(given / ROUND_SECONDS)) };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) === 0)
    throw new Error(`--${name} must be a whole number above 0`);
  return Number(text);
}
