/** To the second, the same in every language: operators compare times with Alipay's, which are Beijing's as well. */
const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-11-22T08:00:00.000Z` as `2026-11-22 16:00:00`. */
export function showClock(iso: string): string {
  return CLOCK.format(new Date(iso));
}

/** The day so many days after a day `yyyy-MM-dd`; undefined where there is no such day. */
export function addDays(day: string, days: number): string | undefined {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}
