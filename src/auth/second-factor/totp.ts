import { randomBytes } from 'node:crypto';

/** What an authenticator app and this server both know: 160 bits, as RFC 4226, 4 (R6) recommends. */
const SECRET_BYTES = 20;

/** What apps take for granted whatever they are told: SHA-1, six digits, 30 seconds (RFC 6238). */
const PARAMETERS = { issuer: 'Zanshang', algorithm: 'SHA1', digits: 6, period: 30 } as const;

export function newSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** The secret as it is typed into an app, and as the address that is shown as a QR code. */
export async function secretFor(secret: Buffer, username: string): Promise<{ secret: string; uri: string }> {
  const totp = await totpOf(secret, username);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/**
 * Which 30 seconds (counted since 1970) a code of six digits is the code of: these, the ones before or the ones after, since
 * clocks differ (RFC 6238, 5.2). Undefined where it is the code of none of them.
 */
export async function stepOf(secret: Buffer, code: string, now = Date.now()): Promise<number | undefined> {
  // The library throws where six characters are more than six bytes.
  if (!/^\d{6}$/.test(code)) return undefined;
  const totp = await totpOf(secret, '');
  const distance = totp.validate({ token: code, timestamp: now, window: 1 });
  return distance === null ? undefined : totp.counter({ timestamp: now }) + distance;
}

/** Loaded when somebody first needs it: most servers never do. */
async function totpOf(secret: Buffer, label: string) {
  const { Secret, TOTP } = await import('otpauth');
  const bytes = new Uint8Array(secret).buffer;
  return new TOTP({ ...PARAMETERS, label, secret: new Secret({ buffer: bytes }) });
}
