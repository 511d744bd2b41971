const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

function shifted(epochMs: number): string {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString();
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing, whatever the zone of this machine. Input: milliseconds since 1970 UTC. */
export function beijingTime(epochMs: number): string {
  return shifted(epochMs).slice(0, 19).replace('T', ' ');
}

/** The same with milliseconds, as `gmt_refund` is written. */
export function beijingTimeMillis(epochMs: number): string {
  return shifted(epochMs).slice(0, 23).replace('T', ' ');
}

/** `yyyyMMdd` in Beijing: the beginning of Alipay's numbers. */
export function beijingDate(epochMs: number): string {
  return shifted(epochMs).slice(0, 10).replaceAll('-', '');
}

/** `yyyy-MM-dd` in Beijing. */
export function beijingDay(epochMs: number): string {
  return shifted(epochMs).slice(0, 10);
}

/** Milliseconds since 1970 UTC of the first moment of a `yyyy-MM-dd` Beijing day; undefined where there is no such day. */
export function parseBeijingDay(text: string): number | undefined {
  return parseBeijingTime(`${text} 00:00:00`);
}

/** Milliseconds since 1970 UTC of a `yyyy-MM-dd HH:mm:ss` Beijing time; undefined where there is no such moment. */
export function parseBeijingTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const epochMs = Date.parse(`${text.replace(' ', 'T')}+08:00`);
  if (Number.isNaN(epochMs) || beijingTime(epochMs) !== text) return undefined;
  return epochMs;
}

/** The first moment of the next day in Beijing, in milliseconds since 1970 UTC (`timeout_express` = `1c`). */
export function endOfBeijingDay(epochMs: number): number {
  const dayMs = 24 * 60 * 60 * 1000;
  return Math.floor((epochMs + BEIJING_OFFSET_MS) / dayMs + 1) * dayMs - BEIJING_OFFSET_MS;
}
