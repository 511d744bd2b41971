import { z } from 'zod';
import { both, forExample, type ProblemList } from './config-error.js';
import {
  listOfOrigins,
  listOfProxies,
  oneOf,
  pattern,
  percent,
  postgresUrl,
  text,
  webUrl,
  wholeNumber,
  yuan,
} from './variable-types.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** An id as Alipay gives them: sixteen digits today, but not promised to stay so. */
const alipayId = pattern(
  /^[A-Za-z0-9_-]{1,32}$/,
  both(
    '应为支付宝给出的编号（最多 32 个字母或数字）',
    'must be the id Alipay gave (up to 32 letters or digits)',
  ),
);

/** Fifteen days, the longest that Alipay keeps an unpaid order open. */
const MAX_ORDER_TIMEOUT_MINUTES = 15 * 24 * 60;

/** The least that Alipay pays out at once, in yuan. */
const LEAST_WITHDRAWAL = '0.10';

/** Every variable the server reads, and what it may be. `.env.example` explains them; a test compares the two. */
export const variables = z.object({
  NODE_ENV: text.optional(),
  HOST: pattern(
    /^[A-Za-z0-9.:_%-]+$/,
    both('应为主机名或 IP 地址', 'must be a host name or an IP address'),
  ).optional(),
  PORT: wholeNumber(1, 65535).default(3000),
  PUBLIC_URL: webUrl().optional(),
  TRUST_PROXY: listOfProxies.default(['loopback']),
  RATE_LIMITS: oneOf(['on', 'off']).optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: wholeNumber(1, 500).default(10),
  DATABASE_NAMED_STATEMENTS: oneOf(['on', 'off']).default('on'),
  DATA_DIR: text.default('.data'),
  JWT_SECRET: text.optional(),
  LEDGER_SEAL_KEY: text.optional(),
  TOKEN_LIFETIME_HOURS: wholeNumber(1, 24 * 365).default(168),
  ADMIN_USERNAME: pattern(
    /^[A-Za-z0-9_-]{3,32}$/,
    both('应为 3 到 32 个字母、数字、_ 或 -', 'must be 3 to 32 letters, digits, _ or -'),
  ).optional(),
  ADMIN_PASSWORD: text
    .regex(/^.{8,128}$/su, both('应为 8 到 128 个字符', 'must have 8 to 128 characters'))
    .optional(),
  ALIPAY_GATEWAY: webUrl().optional(),
  ALIPAY_APP_ID: alipayId.optional(),
  ALIPAY_SELLER_ID: alipayId.optional(),
  ALIPAY_APP_PRIVATE_KEY_PATH: text.optional(),
  ALIPAY_PUBLIC_KEY_PATH: text.optional(),
  ALIPAY_APP_CERT_PATH: text.optional(),
  ALIPAY_PUBLIC_CERT_PATH: text.optional(),
  ALIPAY_ROOT_CERT_PATH: text.optional(),
  ALIPAY_RETURN_URL: webUrl({ maxLength: 256 }).optional(),
  ALIPAY_NOTIFY_URL: webUrl({ maxLength: 256 }).optional(),
  ALIPAY_REQUEST_TIMEOUT_MS: wholeNumber(100, 60_000).default(5000),
  ALIPAY_ORDER_TIMEOUT_MINUTES: wholeNumber(1, MAX_ORDER_TIMEOUT_MINUTES).default(30),
  EXPIRY_SWEEP_SECONDS: wholeNumber(1, 3600).default(30),
  CONFIRM_SWEEP_SECONDS: wholeNumber(1, 3600).default(60),
  PLATFORM_FEE_PERCENT: percent.default(0n),
  ALIPAY_SERVICE_FEE_PERCENT: percent.optional(),
  REFUND_DUAL_CONTROL_AMOUNT: yuan('0.01').optional(),
  WITHDRAWAL_MIN: yuan(LEAST_WITHDRAWAL).default(10_00n),
  WITHDRAWAL_HOLD_DAYS: wholeNumber(0, 365).default(7),
  SIMULATOR_PORT: wholeNumber(1, 65535).optional(),
  SIMULATOR_SPEED: pattern(
    /^(?=.*[1-9])\d{1,7}(\.\d{1,3})?$/,
    both('应为大于零的数', 'must be a number greater than zero'),
  ).optional(),
  SIMULATOR_NOTIFY_ON_CLOSE: oneOf(['on', 'off']).optional(),
  CORS_ORIGINS: listOfOrigins.default([]),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
});

/** What mends a malformed variable, where an example says it best. */
const examples: Partial<Record<keyof Values, string>> = {
  HOST: '127.0.0.1',
  PORT: '3000',
  PUBLIC_URL: 'https://zanshang.example.com',
  TRUST_PROXY: 'loopback,10.0.0.5',
  RATE_LIMITS: 'on',
  DATABASE_URL: 'postgresql://user:password@localhost:5432/zanshang',
  DATABASE_DIRECT_URL: 'postgresql://user:password@localhost:5432/zanshang',
  DATABASE_POOL_SIZE: '10',
  DATABASE_NAMED_STATEMENTS: 'on',
  TOKEN_LIFETIME_HOURS: '168',
  ADMIN_USERNAME: 'admin',
  ALIPAY_GATEWAY: 'https://openapi.alipay.com/gateway.do',
  ALIPAY_APP_ID: '2021000000000000',
  ALIPAY_SELLER_ID: '2088000000000000',
  ALIPAY_RETURN_URL: 'https://zanshang.example.com/usr/wallet',
  ALIPAY_NOTIFY_URL: 'https://zanshang.example.com/payments/alipay/result',
  ALIPAY_REQUEST_TIMEOUT_MS: '5000',
  ALIPAY_ORDER_TIMEOUT_MINUTES: '30',
  EXPIRY_SWEEP_SECONDS: '30',
  CONFIRM_SWEEP_SECONDS: '60',
  PLATFORM_FEE_PERCENT: '5',
  ALIPAY_SERVICE_FEE_PERCENT: '0.6',
  REFUND_DUAL_CONTROL_AMOUNT: '500.00',
  WITHDRAWAL_MIN: '10.00',
  WITHDRAWAL_HOLD_DAYS: '7',
  SIMULATOR_PORT: '3001',
  SIMULATOR_SPEED: '60',
  SIMULATOR_NOTIFY_ON_CLOSE: 'on',
  CORS_ORIGINS: 'https://www.example.com,https://m.example.com',
  LOG_LEVEL: 'info',
};

export type Values = z.output<typeof variables>;
export type Environment = Record<string, string | undefined>;

/** Reads each variable on its own; a wrong one is added to `problems` and stands at its default from then on. */
export function parseVariables(env: Environment, problems: ProblemList): Values {
  const entries = Object.entries(variables.shape).map(([name, type]) => {
    const result = type.safeParse(given(env[name]));
    if (result.success) return [name, result.data];
    problems.add(name, result.error.issues[0]?.message ?? '', remedyFor(name));
    return [name, type.parse(undefined)];
  });
  return Object.fromEntries(entries) as Values;
}

/** A variable that is set to nothing counts as not set: `NAME=` in a file means just that. */
function given(value: string | undefined): string | undefined {
  return value?.trim() === '' ? undefined : value;
}

function remedyFor(name: string): string {
  const example = examples[name as keyof Values];
  return example ? forExample(name, example) : both('请改正，或删去这一项', 'correct it, or leave it out');
}
