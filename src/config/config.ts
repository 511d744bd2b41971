import type { KeyObject } from 'node:crypto';

/**
 * The whole configuration, parsed and checked once at start (load-config.ts) and frozen.
 * Nothing else in the program reads process.env.
 */
export interface Config {
  readonly mode: 'development' | 'production';
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** How browsers and Alipay reach this server, without a slash at the end. */
    readonly publicUrl: string;
    readonly corsOrigins: readonly string[];
  };
  readonly dataDir: string;
  readonly database: { readonly url: string; readonly poolSize: number };
  readonly auth: { readonly jwtSecret: KeyObject; readonly tokenLifetimeSeconds: number };
  readonly admin: { readonly username: string; readonly password: string } | undefined;
  readonly log: { readonly level: string };
  readonly alipay: AlipayConfig;
  readonly orders: { readonly timeoutMinutes: number };
}

export interface AlipayConfig {
  readonly gateway: string;
  readonly appId: string;
  /** When set, callbacks must carry it. */
  readonly sellerId: string | undefined;
  readonly appPrivateKey: KeyObject;
  readonly alipayPublicKey: KeyObject;
  readonly returnUrl: string;
  readonly notifyUrl: string;
  /** How long a server call may take, in milliseconds. */
  readonly requestTimeoutMs: number;
}

/** Injection token of the Config. */
export const CONFIG = Symbol('Config');
