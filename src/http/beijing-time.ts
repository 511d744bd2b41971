const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;
const MONTH = /^([2-9]\d{3})-(0[1-9]|1[0-2])$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar month in Beijing: from its first moment to the first of the next. */
export interface Month {
  readonly start: Date;
  readonly end: Date;
}

/** Reads `yyyy-MM`; undefined where it is none. */
export function parseMonth(text: string): Month | undefined {
  const [, year, month] = MONTH.exec(text) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const next = month === '12' ? [String(Number(year) + 1), '01'] : [year, String(Number(month) + 1)];
  return { start: startOfMonth(year, month), end: startOfMonth(next[0] ?? '', next[1] ?? '') };
}

/** A time as a request writes it; a date alone is its first moment in Beijing. */
export function beijingInstant(text: string): Date {
  return DAY.test(text) ? new Date(`${text}T00:00:00+08:00`) : new Date(text);
}

/** `yyyyMMddHHmmssSSS` in Beijing time, whatever the machine's zone. */
export function beijingDigits(time: Date): string {
  return new Date(time.getTime() + BEIJING_OFFSET_MS).toISOString().replace(/\D/g, '');
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing, as spreadsheets read it. */
export function beijingClock(time: Date): string {
  return new Date(time.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

function startOfMonth(year: string, month: string): Date {
  return new Date(`${year}-${month.padStart(2, '0')}-01T00:00:00+08:00`);
}
