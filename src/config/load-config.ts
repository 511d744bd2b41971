import { createSecretKey } from 'node:crypto';
import { readAlipayKeys } from './alipay-keys.js';
import { ConfigError, type ConfigProblem } from './config-error.js';
import type { AlipayConfig, Config, DatabaseConfig } from './config.js';
import { sealKeys } from './seal-keys.js';
import { applyRules, refusesWeakPasswords, simulatorPort } from './rules.js';
import { type Situation, situationOf } from './situation.js';
import type { Environment, Values } from './variables.js';

export interface LoadOptions {
  /** Only `npm start`, `npm run demo` and tests say so; NODE_ENV=production overrides it. */
  readonly development: boolean;
  /** What relative paths start from; the working directory unless given. */
  readonly directory?: string;
  /** Told of what may be meant so but is unsafe or unusual; never told a value. */
  readonly warn?: (warning: string) => void;
}

/** What has to be started before the configuration is complete. */
export interface StartPlan {
  readonly mode: Config['mode'];
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly needsDatabase: boolean;
  readonly needsSecret: boolean;
  /** Undefined where a gateway is given. */
  readonly simulator: { readonly port: number } | undefined;
}

/**
 * Checks everything that can be checked before anything is started. In production that is all there is.
 *
 * @throws ConfigError naming every wrong variable
 */
export function planStart(env: Environment, options: LoadOptions): StartPlan {
  const situation = examine(env, options, false);
  const { values, mode, dataDir, usesSimulator, problems } = situation;
  readAlipayKeys(situation);
  problems.throwIfAny();
  return {
    mode,
    host: hostOf(situation),
    port: values.PORT,
    dataDir,
    needsDatabase: values.DATABASE_URL === undefined,
    needsSecret: values.JWT_SECRET === undefined,
    simulator: usesSimulator ? { port: simulatorPort(values) } : undefined,
  };
}

/**
 * Parses the environment into the typed, frozen configuration. In development too it must be complete by now:
 * whoever starts the embedded parts adds their addresses and key files to it first.
 *
 * @throws ConfigError naming every wrong variable, what is wrong with it and how to mend it
 */
export function loadConfig(env: Environment, options: LoadOptions): Config {
  const situation = examine(env, options, true);
  const alipay = alipayConfig(situation);
  situation.problems.throwIfAny();
  if (!alipay) throw new ConfigError([]);
  situation.warnings.forEach((warning) => options.warn?.(warning));
  return deepFreeze(build(situation, alipay));
}

/** As much of a configuration as can be read, and all that is wrong with it: for who examines and starts nothing. */
export interface Examination {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
  readonly databaseUrl: string | undefined;
  readonly poolSize: number;
  readonly publicUrl: string;
  readonly notifyUrl: string;
  /** Undefined where an id, an address or a key is missing or wrong. */
  readonly alipay: AlipayConfig | undefined;
}

/** Reads a configuration for production without insisting that it is right. */
export function examineConfig(env: Environment, directory: string): Examination {
  const situation = examine(env, { development: false, directory }, true);
  const { values, publicUrl, problems, warnings } = situation;
  const alipay = alipayConfig(situation);
  return {
    problems: problems.all,
    warnings,
    databaseUrl: values.DATABASE_URL,
    poolSize: values.DATABASE_POOL_SIZE,
    publicUrl,
    notifyUrl: notifyUrlOf(situation),
    alipay,
  };
}

function examine(env: Environment, options: LoadOptions, complete: boolean): Situation {
  const { development, directory = process.cwd() } = options;
  const situation = situationOf(env, { development, complete, directory });
  applyRules(situation);
  return situation;
}

function build(situation: Situation, alipay: AlipayConfig): Config {
  const { values, mode, dataDir, publicUrl } = situation;
  const { ADMIN_USERNAME: username, ADMIN_PASSWORD: password } = values;
  return {
    mode,
    http: {
      host: hostOf(situation),
      port: values.PORT,
      publicUrl,
      hstsForSubdomains: values.HSTS_INCLUDE_SUBDOMAINS === 'on',
      corsOrigins: values.CORS_ORIGINS,
      imageOrigins: values.IMAGE_ORIGINS,
      trustedProxies: values.TRUST_PROXY,
    },
    limits: { on: (values.RATE_LIMITS ?? (mode === 'production' ? 'on' : 'off')) === 'on' },
    passwords: { refuseWeak: refusesWeakPasswords(situation) },
    dataDir,
    database: databaseConfig(values),
    auth: {
      jwtSecret: createSecretKey(Buffer.from(values.JWT_SECRET ?? '')),
      tokenLifetimeSeconds: values.TOKEN_LIFETIME_HOURS * 3600,
      idleSeconds: values.SESSION_IDLE_HOURS * 3600,
      adminIdleSeconds: values.ADMIN_SESSION_IDLE_HOURS * 3600,
      adminsNeedSecondFactor: values.ADMIN_SECOND_FACTOR === 'required',
    },
    ledger: { sealKeys: sealKeys(values) },
    admin: username !== undefined && password !== undefined ? { username, password } : undefined,
    log: { level: values.LOG_LEVEL },
    alipay,
    orders: {
      timeoutMinutes: values.ALIPAY_ORDER_TIMEOUT_MINUTES,
      expirySweepSeconds: values.EXPIRY_SWEEP_SECONDS,
      confirmSweepSeconds: values.CONFIRM_SWEEP_SECONDS,
    },
    fees: { rate: values.PLATFORM_FEE_PERCENT, serviceRate: values.ALIPAY_SERVICE_FEE_PERCENT },
    refunds: { dualControlFen: values.REFUND_DUAL_CONTROL_AMOUNT },
    withdrawals: { minFen: values.WITHDRAWAL_MIN, holdDays: values.WITHDRAWAL_HOLD_DAYS },
  };
}

function databaseConfig({
  DATABASE_URL: url = '',
  DATABASE_DIRECT_URL: directUrl = url,
  DATABASE_POOL_SIZE: poolSize,
  DATABASE_NAMED_STATEMENTS: namedStatements,
}: Values): DatabaseConfig {
  return { url, directUrl, poolSize, namedStatements: namedStatements === 'on' };
}

function alipayConfig(situation: Situation): AlipayConfig | undefined {
  const { values, publicUrl } = situation;
  const keys = readAlipayKeys(situation);
  if (!keys || values.ALIPAY_GATEWAY === undefined || values.ALIPAY_APP_ID === undefined) return undefined;
  return {
    gateway: values.ALIPAY_GATEWAY,
    appId: values.ALIPAY_APP_ID,
    sellerId: values.ALIPAY_SELLER_ID,
    ...keys,
    returnUrl: values.ALIPAY_RETURN_URL ?? `${publicUrl}/usr/wallet`,
    notifyUrl: notifyUrlOf(situation),
    requestTimeoutMs: values.ALIPAY_REQUEST_TIMEOUT_MS,
  };
}

function notifyUrlOf({ values, publicUrl }: Situation): string {
  return values.ALIPAY_NOTIFY_URL ?? `${publicUrl}/payments/alipay/result`;
}

function hostOf({ values, mode }: Situation): string {
  return values.HOST ?? (mode === 'production' ? '0.0.0.0' : '127.0.0.1');
}

/** Keys stay as they are: a KeyObject is immutable already. */
function deepFreeze(config: Config): Config {
  for (const part of Object.values(config) as unknown[]) {
    if (typeof part === 'object' && part !== null) Object.freeze(part);
  }
  Object.freeze(config.http.corsOrigins);
  Object.freeze(config.http.imageOrigins);
  Object.freeze(config.http.trustedProxies);
  return Object.freeze(config);
}
