const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** When an order made now expires, on a whole second: providers take no fractions. */
export function expiryOf(now: Date, timeoutMinutes: number): Date {
  return new Date(Math.floor((now.getTime() + timeoutMinutes * MINUTE_MS) / 1000) * 1000);
}

/** `yyyy-MM-dd` in Beijing time. */
export function beijingDay(time: Date): string {
  return new Date(time.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 10);
}
