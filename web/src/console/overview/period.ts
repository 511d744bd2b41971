import { addDays } from '../shared/clock.js';

/** Days in Beijing, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** How many days can be chosen with one click. */
export const SPANS = [7, 30, 90] as const;
/** The longest period that the server counts. */
const MAX_DAYS = 92;
const USUAL_DAYS = 30;

/** So many days up to today. */
export function lastDays(days: number, today: string): Period {
  return { from: addDays(today, 1 - days) ?? today, to: today };
}

/** The period that an address names; the last thirty days where it names none that can be counted. */
export function readPeriod({ from = '', to = '' }: Partial<Period>, today: string): Period {
  return periodFault({ from, to }) === undefined ? { from, to } : lastDays(USUAL_DAYS, today);
}

/** Why a period cannot be counted; undefined where it can. */
export function periodFault({ from, to }: Period): 'incomplete' | 'backwards' | 'too_long' | undefined {
  const furthest = isDay(from) && isDay(to) ? addDays(from, MAX_DAYS - 1) : undefined;
  if (furthest === undefined) return 'incomplete';
  if (to < from) return 'backwards';
  return to > furthest ? 'too_long' : undefined;
}

/** Which of the usual spans a period is, if any. */
export function spanOf({ from, to }: Period, today: string): number | undefined {
  return SPANS.find((days) => to === today && from === lastDays(days, today).from);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && addDays(text, 0) === text;
}
