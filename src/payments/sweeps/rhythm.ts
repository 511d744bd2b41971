/** How the pauses between questions about something undecided grow: multiples of the first pause. */
const PAUSE_MULTIPLES = [1, 3, 10, 30] as const;

/** A refund or payout is asked about no sooner than this (Alipay: "10 s or more after the refund"). */
const LEAST_PAUSE_SECONDS = 10;

/** The first pause before an unknown refund or payout is asked about, in seconds. */
export function firstPauseSeconds(confirmSweepSeconds: number): number {
  return Math.max(confirmSweepSeconds, LEAST_PAUSE_SECONDS);
}

/** SQL for the pause after the question counted by `count` (0 for the first), as a multiple of the first pause. */
export function pauseMultipleSql(count: string): string {
  const later = PAUSE_MULTIPLES.slice(1);
  return `(ARRAY[${later.join(', ')}])[least(${count} + 1, ${later.length})]`;
}
