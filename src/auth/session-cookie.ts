import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CONFIG, type Config } from '../config/config.js';

/**
 * The cookie that carries a page's token (decision 0017). Behind https its name begins with `__Host-`, which browsers
 * take only with Secure, for the whole host and from this host alone (RFC 6265bis, 4.1.3.2). A token consists of
 * letters, digits, `-`, `_` and `.`, so nothing is quoted or encoded.
 */
@Injectable()
export class SessionCookie {
  private readonly name: string;
  private readonly pattern: RegExp;
  private readonly attributes: string;
  private readonly lifetimeSeconds: number;

  constructor(@Inject(CONFIG) { http, auth }: Config) {
    const secure = http.publicUrl.startsWith('https:');
    this.name = secure ? '__Host-zanshang' : 'zanshang';
    this.pattern = new RegExp(`(?:^|;) *${this.name}=([\\w.-]+)`);
    this.attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    this.lifetimeSeconds = auth.tokenLifetimeSeconds;
  }

  /** The token in a Cookie header, if there is one. */
  read(header: string | undefined): string | undefined {
    return header === undefined ? undefined : this.pattern.exec(header)?.[1];
  }

  /** Gives the browser the token, for as long as the token lasts. */
  write(reply: FastifyReply, token: string): void {
    this.send(reply, token, this.lifetimeSeconds);
  }

  /** Makes the browser forget the token. */
  clear(reply: FastifyReply): void {
    this.send(reply, '', 0);
  }

  private send(reply: FastifyReply, value: string, maxAgeSeconds: number): void {
    void reply.header('set-cookie', `${this.name}=${value}; Max-Age=${maxAgeSeconds}; ${this.attributes}`);
  }
}
