import { firstPauseSeconds, pauseMultipleSql } from '../payments/sweeps/rhythm.js';

/** How much slower what need not be looked at soon is looked at: a paid withdrawal, or one that cannot be paid now. */
const LATER = 10;

/** For how long a paid withdrawal is watched: the money may come back. */
const WATCHED = "interval '3 days'";

/**
 * The first pause before an unknown payout is asked about, in seconds. The provider may be asked twice at an attempt,
 * and nobody asks about one that is still being sent.
 */
export function firstTrySeconds(confirmSweepSeconds: number, timeoutMs: number): number {
  return Math.max(firstPauseSeconds(confirmSweepSeconds), Math.ceil((2.5 * timeoutMs) / 1000));
}

export function laterSeconds(pauseSeconds: number): number {
  return LATER * pauseSeconds;
}

/** SQL: when a withdrawal that is being looked at now is looked at next; `pause` is the first pause in seconds. */
export function nextTrySql(pause: string): string {
  const slower = `CASE status WHEN 'sending' THEN 1 ELSE ${LATER} END`;
  const next = `now() + ${pause} * ${pauseMultipleSql('try_count')} * ${slower} * interval '1 second'`;
  return `CASE WHEN status = 'paid' AND done_time < now() - ${WATCHED} THEN NULL ELSE ${next} END`;
}
