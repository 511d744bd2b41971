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

function format(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: BEIJING }).format(new Date(iso));
}
