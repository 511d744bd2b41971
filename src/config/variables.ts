import * as v from 'valibot';
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
export const variables = v.object({
  NODE_ENV: v.optional(text),
  HOST: v.optional(
    pattern(/^[A-Za-z0-9.:_%-]+$/, both('应为主机名或 IP 地址', 'must be a host name or an IP address')),
  ),
  PORT: v.optional(wholeNumber(1, 65535), '3000'),
  PUBLIC_URL: v.optional(webUrl()),
  HSTS_INCLUDE_SUBDOMAINS: v.optional(oneOf(['on', 'off']), 'off'),
  TRUST_PROXY: v.optional(listOfProxies, 'loopback'),
  RATE_LIMITS: v.optional(oneOf(['on', 'off'])),
  WEAK_PASSWORDS: v.optional(oneOf(['refuse', 'allow'])),
  DATABASE_URL: v.optional(postgresUrl),
  DATABASE_URL_FILE: v.optional(text),
  DATABASE_DIRECT_URL: v.optional(postgresUrl),
  DATABASE_DIRECT_URL_FILE: v.optional(text),
  DATABASE_POOL_SIZE: v.optional(wholeNumber(1, 500), '10'),
  DATABASE_NAMED_STATEMENTS: v.optional(oneOf(['on', 'off']), 'on'),
  DATA_DIR: v.optional(text, '.data'),
  JWT_SECRET: v.optional(text),
  JWT_SECRET_FILE: v.optional(text),
  LEDGER_SEAL_KEY: v.optional(text),
  LEDGER_SEAL_KEY_FILE: v.optional(text),
  TOKEN_LIFETIME_HOURS: v.optional(wholeNumber(1, 24 * 365), '168'),
  SESSION_IDLE_HOURS: v.optional(wholeNumber(1, 24 * 365), '72'),
  ADMIN_SESSION_IDLE_HOURS: v.optional(wholeNumber(1, 24 * 365), '1'),
  ADMIN_SECOND_FACTOR: v.optional(oneOf(['required', 'optional']), 'optional'),
  ADMIN_USERNAME: v.optional(
    pattern(
      /^[A-Za-z0-9_-]{3,32}$/,
      both('应为 3 到 32 个字母、数字、_ 或 -', 'must be 3 to 32 letters, digits, _ or -'),
    ),
  ),
  ADMIN_PASSWORD: v.optional(
    v.pipe(text, v.regex(/^.{8,128}$/su, both('应为 8 到 128 个字符', 'must have 8 to 128 characters'))),
  ),
  ADMIN_PASSWORD_FILE: v.optional(text),
  ALIPAY_GATEWAY: v.optional(webUrl()),
  ALIPAY_APP_ID: v.optional(alipayId),
  ALIPAY_SELLER_ID: v.optional(alipayId),
  ALIPAY_APP_PRIVATE_KEY_PATH: v.optional(text),
  ALIPAY_PUBLIC_KEY_PATH: v.optional(text),
  ALIPAY_APP_CERT_PATH: v.optional(text),
  ALIPAY_PUBLIC_CERT_PATH: v.optional(text),
  ALIPAY_ROOT_CERT_PATH: v.optional(text),
  ALIPAY_RETURN_URL: v.optional(webUrl({ maxLength: 256 })),
  ALIPAY_NOTIFY_URL: v.optional(webUrl({ maxLength: 256 })),
  ALIPAY_REQUEST_TIMEOUT_MS: v.optional(wholeNumber(100, 60_000), '5000'),
  ALIPAY_ORDER_TIMEOUT_MINUTES: v.optional(wholeNumber(1, MAX_ORDER_TIMEOUT_MINUTES), '30'),
  EXPIRY_SWEEP_SECONDS: v.optional(wholeNumber(1, 3600), '30'),
  CONFIRM_SWEEP_SECONDS: v.optional(wholeNumber(1, 3600), '60'),
  PLATFORM_FEE_PERCENT: v.optional(percent, '0'),
  ALIPAY_SERVICE_FEE_PERCENT: v.optional(percent),
  REFUND_DUAL_CONTROL_AMOUNT: v.optional(yuan('0.01')),
  WITHDRAWAL_MIN: v.optional(yuan(LEAST_WITHDRAWAL), '10.00'),
  WITHDRAWAL_HOLD_DAYS: v.optional(wholeNumber(0, 365), '7'),
  SIMULATOR_PORT: v.optional(wholeNumber(1, 65535)),
  SIMULATOR_SPEED: v.optional(
    pattern(/^(?=.*[1-9])\d{1,7}(\.\d{1,3})?$/, both('应为大于零的数', 'must be a number greater than zero')),
  ),
  SIMULATOR_NOTIFY_ON_CLOSE: v.optional(oneOf(['on', 'off'])),
  CORS_ORIGINS: v.optional(listOfOrigins, ''),
  IMAGE_ORIGINS: v.optional(listOfOrigins, ''),
  LOG_LEVEL: v.optional(oneOf(LOG_LEVELS), 'info'),
});

/** What mends a malformed variable, where an example says it best. */
const examples: Partial<Record<keyof Values, string>> = {
  HOST: '127.0.0.1',
  PORT: '3000',
  PUBLIC_URL: 'https://zanshang.example.com',
  HSTS_INCLUDE_SUBDOMAINS: 'off',
  TRUST_PROXY: 'loopback,10.0.0.5',
  RATE_LIMITS: 'on',
  WEAK_PASSWORDS: 'refuse',
  DATABASE_URL: 'postgresql://user:password@localhost:5432/zanshang',
  DATABASE_DIRECT_URL: 'postgresql://user:password@localhost:5432/zanshang',
  DATABASE_POOL_SIZE: '10',
  DATABASE_NAMED_STATEMENTS: 'on',
  TOKEN_LIFETIME_HOURS: '168',
  SESSION_IDLE_HOURS: '72',
  ADMIN_SESSION_IDLE_HOURS: '1',
  ADMIN_SECOND_FACTOR: 'required',
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
  IMAGE_ORIGINS: 'https://images.example.com',
  LOG_LEVEL: 'info',
};

export type Values = v.InferOutput<typeof variables>;
export type Environment = Record<string, string | undefined>;

/** Reads each variable on its own; a wrong one is added to `problems` and stands at its default from then on. */
export function parseVariables(env: Environment, problems: ProblemList): Values {
  const entries = Object.entries(variables.entries).map(([name, type]) => {
    const result = v.safeParse(type, given(env[name]), { abortPipeEarly: true });
    if (result.success) return [name, result.output];
    problems.add(name, result.issues[0].message, remedyFor(name));
    return [name, v.parse(type, undefined)];
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
