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
    /** Whether browsers are to use https for the subdomains as well; heeded where `publicUrl` is https. */
    readonly hstsForSubdomains: boolean;
    readonly corsOrigins: readonly string[];
    /** Where the pictures of articles and avatars may come from; anywhere where it is empty. */
    readonly imageOrigins: readonly string[];
    /** Whose X-Forwarded-For is believed: addresses, networks and Fastify's names of networks. */
    readonly trustedProxies: readonly string[];
  };
  /** Whether requests are counted, and refused when they are too many (src/limits). */
  readonly limits: { readonly on: boolean };
  readonly passwords: {
    /** Whether new passwords that are tried first by whoever guesses are refused (src/weak-passwords). */
    readonly refuseWeak: boolean;
  };
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly auth: {
    readonly jwtSecret: KeyObject;
    readonly tokenLifetimeSeconds: number;
    /** After how long without a request a session ends; an administrator's may be shorter. */
    readonly idleSeconds: number;
    readonly adminIdleSeconds: number;
    /** Whether administrators do nothing without a second factor. */
    readonly adminsNeedSecondFactor: boolean;
  };
  /** The first key seals the ledger; the others verify what they sealed before it. */
  readonly ledger: { readonly sealKeys: readonly KeyObject[] };
  readonly admin: { readonly username: string; readonly password: string } | undefined;
  readonly log: { readonly level: string };
  readonly alipay: AlipayConfig;
  readonly orders: {
    readonly timeoutMinutes: number;
    /** How often expired orders are looked for. */
    readonly expirySweepSeconds: number;
    /** The first pause before a pending order is asked about; later pauses are multiples of it. */
    readonly confirmSweepSeconds: number;
  };
  /** The platform's commission on Alipay tips, in hundredths of a percent. */
  readonly fees: {
    readonly rate: bigint;
    /** What Alipay charges for a payment, in hundredths of a percent; where it is given, bills are held against it. */
    readonly serviceRate: bigint | undefined;
  };
  /** From this amount on, in fen, a tip's refunds need two administrators; none do where it is not given. */
  readonly refunds: { readonly dualControlFen: bigint | undefined };
  readonly withdrawals: {
    /** The least that can be withdrawn at once, in fen. */
    readonly minFen: bigint;
    /** How many days (Beijing) money stays before it can be withdrawn. */
    readonly holdDays: number;
  };
}

export interface AlipayConfig {
  readonly gateway: string;
  readonly appId: string;
  /** When set, callbacks must carry it. */
  readonly sellerId: string | undefined;
  readonly appPrivateKey: KeyObject;
  /** In certificate mode it is the key in Alipay's certificate. */
  readonly alipayPublicKey: KeyObject;
  /** Set in certificate mode (公钥证书模式), in which alone Alipay pays out money. */
  readonly certificates: AlipayCertificates | undefined;
  readonly returnUrl: string;
  readonly notifyUrl: string;
  /** How long a server call may take, in milliseconds. */
  readonly requestTimeoutMs: number;
}

/** What a request says of the certificates it relies on. */
export interface AlipayCertificates {
  /** `app_cert_sn`. */
  readonly appCertSn: string;
  /** `alipay_root_cert_sn`. */
  readonly rootCertSn: string;
  /** When the first of the application's and Alipay's certificates expires, in milliseconds since 1970. */
  readonly expiresMs: number;
}

/** Injection token of the Config. */
export const CONFIG = Symbol('Config');

export interface DatabaseConfig {
  readonly url: string;
  /** Past any pooler: for what belongs to a session, as the migrations' lock and LISTEN do. */
  readonly directUrl: string;
  readonly poolSize: number;
  /** Whether hot statements are prepared by name; not every pooler in transaction mode knows them. */
  readonly namedStatements: boolean;
}
