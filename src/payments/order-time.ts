const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** `yyyyMMddHHmmssSSS` in Beijing time, whatever the machine's zone. */
export function beijingDigits(time: Date): string {
  return new Date(time.getTime() + BEIJING_OFFSET_MS).toISOString().replace(/\D/g, '');
}

/** When an order made now expires, on a whole second: providers take no fractions. */
export function expiryOf(now: Date, timeoutMinutes: number): Date {
  return new Date(Math.floor((now.getTime() + timeoutMinutes * MINUTE_MS) / 1000) * 1000);
}
