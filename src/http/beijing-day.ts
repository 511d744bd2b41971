const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** `yyyy-MM-dd` in Beijing (UTC+8, no summer time). */
export function beijingDayOf(time: Date): string {
  return beijingText(time).slice(0, 10);
}

/** Milliseconds since midnight in Beijing. */
export function beijingTimeOfDay(time: Date): number {
  return (time.getTime() + BEIJING_OFFSET_MS) % DAY_MS;
}

/** Whether the text is a day that exists, `yyyy-MM-dd`, of this millennium. */
export function isDay(text: string): boolean {
  return DAY.test(text) && text.startsWith('2') && parseBeijingTime(`${text} 00:00:00`) !== undefined;
}

/** Whether the day has not begun yet in Beijing. */
export function isFuture(day: string, now: Date): boolean {
  return day > beijingDayOf(now);
}

/** The day so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Reads `yyyy-MM-dd HH:mm:ss` of Beijing; undefined where there is no such time. */
export function parseBeijingTime(text: string): Date | undefined {
  if (!TIME.test(text)) return undefined;
  const time = new Date(`${text.replace(' ', 'T')}+08:00`);
  return !Number.isNaN(time.getTime()) && beijingText(time) === text ? time : undefined;
}

function beijingText(time: Date): string {
  return new Date(time.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}
