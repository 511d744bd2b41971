import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';
import type { SessionOwner } from '../users/users.queries.js';

/** How long a device is known without anybody logging in there. */
const LIFETIME_SECONDS = 180 * 24 * 3600;

/** The device's number, when the cookie expires (seconds since 1970), and the mac over both and their owner. */
const VALUE = '([0-9a-f]{32})\\.(\\d{10,12})\\.([\\w-]{43})';

/**
 * The cookie of a browser in which somebody has logged in before (decision 0022; OWASP, "Slow Down Online Guessing Attacks
 * with Device Cookies"). It lets nobody in: it only gives that browser a count of wrong passwords of its own, so that those of
 * strangers do not lock its owner out. Every account has another one: a browser may know several people. Like a token it ends
 * with all sessions and with a new password, so that nobody collects them before.
 */
@Injectable()
export class DeviceCookie {
  private readonly key: Buffer;
  private readonly prefix: string;
  private readonly attributes: string;
  private readonly isOn: boolean;

  constructor(@Inject(CONFIG) { auth, http, limits }: Config) {
    this.key = Buffer.from(hkdfSync('sha256', auth.jwtSecret, '', 'zanshang device cookie', 32));
    const secure = http.publicUrl.startsWith('https:');
    this.prefix = secure ? '__Host-zanshang-device-' : 'zanshang-device-';
    this.attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    this.isOn = limits.on;
  }

  /** The number of the device that a Cookie header proves to be this person's; undefined where it proves none. */
  read(header: string | undefined, owner: SessionOwner): string | undefined {
    const [, device = '', expires = '', mac = ''] =
      new RegExp(`(?:^|;) *${this.nameFor(owner)}=${VALUE}(?:;|$)`).exec(header ?? '') ?? [];
    if (device === '' || Number(expires) <= Date.now() / 1000) return undefined;
    const genuine = this.macOf(owner, device, expires);
    return timingSafeEqual(Buffer.from(mac), Buffer.from(genuine)) ? device : undefined;
  }

  /** Makes the browser a known one of this person, who has just proved to be it. */
  write(reply: FastifyReply, owner: SessionOwner): void {
    if (!this.isOn) return;
    const device = randomBytes(16).toString('hex');
    const expires = String(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS);
    const value = `${device}.${expires}.${this.macOf(owner, device, expires)}`;
    const cookie = `${this.nameFor(owner)}=${value}; Max-Age=${LIFETIME_SECONDS}; ${this.attributes}`;
    void reply.header('set-cookie', cookie);
  }

  private nameFor({ id }: SessionOwner): string {
    return this.prefix + createHash('sha256').update(id).digest('hex').slice(0, 8);
  }

  private macOf({ id, sessionNumber }: SessionOwner, device: string, expires: string): string {
    const signed = `${id} ${sessionNumber} ${device} ${expires}`;
    return createHmac('sha256', this.key).update(signed).digest('base64url');
  }
}
