import { isIP } from 'node:net';
import * as v from 'valibot';
import { parseYuan } from '../money/fen.js';
import { parsePercent } from '../money/percent.js';
import { both } from './config-error.js';

/** Any text, to the letter: secrets, paths. */
export const text = v.string();

/** A million yuan. */
const MAX_AMOUNT_FEN = 100_000_000n;

/** Text whose ends do not matter: Windows' `set NAME=value ` keeps the blank. */
const line = v.pipe(v.string(), v.trim());

export function pattern(allowed: RegExp, message: string) {
  return v.pipe(line, v.regex(allowed, message));
}

export function wholeNumber(min: number, max: number) {
  const message = both(`应为 ${min} 到 ${max} 之间的整数`, `must be a whole number from ${min} to ${max}`);
  const isInside = (value: number) => value >= min && value <= max;
  return v.pipe(v.string(), v.regex(/^\d{1,9}$/, message), v.transform(Number), v.check(isInside, message));
}

export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, both(`应为以下之一：${words.join('、')}`, `must be one of ${words.join(', ')}`));
}

/** A rate from 0 to 99.99 percent with at most two decimals, as hundredths of a percent. */
export const percent = v.pipe(
  line,
  v.regex(
    /^\d{1,2}(\.\d{1,2})?$/,
    both(
      '应为 0 到 99.99 之间、最多两位小数的百分数',
      'must be a percentage from 0 to 99.99 with at most two decimals',
    ),
  ),
  v.transform((value) => parsePercent(value) ?? 0n),
);

/** An amount of yuan from `least` to 1000000.00 with at most two decimals, as fen. */
export function yuan(least: string) {
  const message = both(
    `应为 ${least} 到 1000000.00 之间、最多两位小数的金额`,
    `must be an amount from ${least} to 1000000.00 with at most two decimals`,
  );
  const leastFen = parseYuan(least) ?? 0n;
  const isInside = (fen: bigint | undefined) => fen !== undefined && fen >= leastFen && fen <= MAX_AMOUNT_FEN;
  return v.pipe(
    line,
    v.check((value) => isInside(parseYuan(value)), message),
    v.transform((value) => parseYuan(value) ?? 0n),
  );
}

export const postgresUrl = v.pipe(
  line,
  v.check(
    (value) => /^postgres(ql)?:$/.test(parseUrl(value)?.protocol ?? ''),
    both(
      '应为 postgresql:// 地址；密码中的特殊字符要做 URL 编码',
      'must be a postgresql:// address; special characters in the password must be percent-encoded',
    ),
  ),
);

/**
 * An http or https address, without a slash at the end. A query or fragment would become part of what Alipay signs,
 * and no signature would verify.
 */
export function webUrl({ maxLength = 2000 } = {}) {
  const message = both('应为 http:// 或 https:// 开头的地址', 'must be an http:// or https:// address');
  const plain = both(
    '不能带有查询参数（?…）、片段（#…）或用户名',
    'must have no query (?…), fragment (#…) or user name',
  );
  const short = both(`不能超过 ${maxLength} 个字符`, `must not be longer than ${maxLength} characters`);
  return v.pipe(
    line,
    v.check((value) => isWeb(parseUrl(value)), message),
    v.check((value) => !/[?#]/.test(value) && parseUrl(value)?.username === '', plain),
    v.maxLength(maxLength, short),
    v.transform((value) => value.replace(/\/+$/, '')),
  );
}

/** Origins (scheme, host and port) with commas between them. */
export const listOfOrigins = v.pipe(
  line,
  v.transform((value) => partsOf(value).map(originOf)),
  v.check(
    (origins) => !origins.includes(''),
    both(
      '应为用逗号分隔的来源：协议、主机和端口，没有路径，也没有 *',
      'must be origins with commas between them: scheme, host and port, no path, no *',
    ),
  ),
);

/** Networks whose addresses need no number, as Fastify's trustProxy calls them. */
const NAMED_NETWORKS: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses, networks (`10.0.0.0/8`) and names of networks, with commas between them; `none` for an empty list. */
export const listOfProxies = v.pipe(
  line,
  v.transform((value) => (value === 'none' ? [] : partsOf(value))),
  v.check(
    (proxies) => proxies.every(isNetwork),
    both(
      '应为用逗号分隔的地址、网段（10.0.0.0/8）或 loopback、linklocal、uniquelocal；不信任任何代理时写 none',
      'must be addresses, networks (10.0.0.0/8) or loopback, linklocal, uniquelocal with commas between them; or none',
    ),
  ),
);

function isNetwork(part: string): boolean {
  if (NAMED_NETWORKS.includes(part)) return true;
  const [address = '', prefix = '1', ...rest] = part.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return rest.length === 0 && /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits;
}

function partsOf(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function originOf(part: string): string {
  const url = parseUrl(part);
  return isWeb(url) && part.replace(/\/$/, '').toLowerCase() === url?.origin ? url.origin : '';
}

function isWeb(url: URL | undefined): boolean {
  return url?.protocol === 'http:' || url?.protocol === 'https:';
}

export function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}
