/** The books, statements and days of this site are Beijing's, so its times are, too, wherever they are read. */
const BEIJING = 'Asia/Shanghai';

/** `2026-11-22T08:00:00.000Z` as people read it: `2026年11月22日 16:00`. */
export function showTime(iso: string, locale: string): string {
  return format(iso, locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

/** Only the day of a time: `2026年11月22日`. */
export function showDay(iso: string, locale: string): string {
  return format(iso, locale, { year: 'numeric', month: 'long', day: 'numeric' });
}

/** The day in Beijing, some days before or after now, as the server spells it: `2026-11-22`. */
export function beijingDay(offsetDays = 0, now = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: BEIJING }).format(now + offsetDays * 86_400_000);
}

/** The day after `2026-11-30`: `2026-12-01`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The newest months in Beijing, this one first, as the server spells them: `2026-11`. */
export function beijingMonths(count: number, now = Date.now()): string[] {
  const [year = 0, month = 0] = beijingDay(0, now).split('-').map(Number);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back)).toISOString().slice(0, 7),
  );
}

function format(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: BEIJING }).format(new Date(iso));
}
