import { resolve } from 'node:path';
import { WeakPasswords } from '../weak-passwords/weak-passwords.js';
import { both, forExample, type ProblemList } from './config-error.js';
import { isReadableByOthers } from './key-files.js';
import { sealSecrets } from './seal-keys.js';
import { SECRETS } from './secret-files.js';
import type { Situation } from './situation.js';

/** The shortest secret, in bytes, that HS256 is safe with (RFC 7518, 3.2). */
const MIN_SECRET_BYTES = 32;

/** The longest return_url and notify_url that Alipay takes, in characters. */
const MAX_CALLBACK_LENGTH = 256;

/** What no single variable can tell: what must be there, and what does not go together. */
export function applyRules(situation: Situation): void {
  if (situation.complete) requireDatabaseUrl(situation.values.DATABASE_URL, situation.problems);
  requireSecret(situation);
  checkSealKeys(situation);
  checkAdministrator(situation);
  warnOfWeakPassword(situation);
  requireGateway(situation);
  checkPublicUrl(situation);
  checkPorts(situation);
  warnOfOpenSecrets(situation);
}

/** Production, and `npm run migrate`, need a database that is given. */
export function requireDatabaseUrl(url: string | undefined, problems: ProblemList): void {
  if (url !== undefined) return;
  problems.add(
    'DATABASE_URL',
    both('没有设置；这里不使用内置数据库', 'is not set, and no embedded database is used here'),
    forExample('DATABASE_URL', 'postgresql://user:password@localhost:5432/zanshang'),
  );
}

function requireSecret({ values, complete, problems }: Situation): void {
  const bytes = Buffer.byteLength(values.JWT_SECRET ?? '');
  const remedy = both('用 openssl rand -hex 32 生成一个', 'make one with: openssl rand -hex 32');
  if (values.JWT_SECRET === undefined) {
    if (complete) problems.add('JWT_SECRET', both('没有设置', 'is not set'), remedy);
  } else if (bytes < MIN_SECRET_BYTES) {
    const problem = both(
      `太短，至少要 ${MIN_SECRET_BYTES} 字节`,
      `is too short: ${MIN_SECRET_BYTES} bytes is the least`,
    );
    problems.add('JWT_SECRET', problem, remedy);
  }
}

function checkSealKeys({ values, problems }: Situation): void {
  if (values.LEDGER_SEAL_KEY === undefined) return;
  if (sealSecrets(values).every((secret) => Buffer.byteLength(secret) >= MIN_SECRET_BYTES)) return;
  problems.add(
    'LEDGER_SEAL_KEY',
    both(`太短，至少要 ${MIN_SECRET_BYTES} 字节`, `is too short: ${MIN_SECRET_BYTES} bytes is the least`),
    both('用 openssl rand -hex 32 生成一个', 'make one with: openssl rand -hex 32'),
  );
}

function checkAdministrator({ values, problems }: Situation): void {
  const names = ['ADMIN_USERNAME', 'ADMIN_PASSWORD'] as const;
  const missing = names.filter((name) => values[name] === undefined && !problems.has(name));
  const [name] = missing;
  if (missing.length !== 1 || name === undefined) return;
  problems.add(
    name,
    both('没有设置，另一项却设置了', 'is not set, but its partner is'),
    both('两项都设置，或都不设置', 'set ADMIN_USERNAME and ADMIN_PASSWORD, or neither'),
  );
}

/** No more than a warning: an upgrade must not shut out the operator whose password was taken so far. */
function warnOfWeakPassword(situation: Situation): void {
  const { values, publicUrl, warnings } = situation;
  const { ADMIN_USERNAME: name, ADMIN_PASSWORD: password } = values;
  if (name === undefined || password === undefined || !refusesWeakPasswords(situation)) return;
  if (!new WeakPasswords(publicUrl).include(password, [name])) return;
  warnings.push(
    both(
      'ADMIN_PASSWORD 太容易被猜到：请换成别的，例如用 openssl rand -hex 16 生成一个',
      'ADMIN_PASSWORD is too easy to guess: take another, such as one made with openssl rand -hex 16',
    ),
  );
}

/** WEAK_PASSWORDS; production refuses them unless told otherwise. */
export function refusesWeakPasswords({ values, mode }: Pick<Situation, 'values' | 'mode'>): boolean {
  return (values.WEAK_PASSWORDS ?? (mode === 'production' ? 'refuse' : 'allow')) === 'refuse';
}

function requireGateway({ values, usesSimulator, complete, problems, warnings, mode }: Situation): void {
  if (values.ALIPAY_GATEWAY === undefined && complete)
    problems.add(
      'ALIPAY_GATEWAY',
      both('没有设置；生产环境不使用模拟支付宝', 'is not set; production uses no simulator'),
      forExample('ALIPAY_GATEWAY', 'https://openapi.alipay.com/gateway.do'),
    );
  if (values.ALIPAY_APP_ID === undefined && !usesSimulator)
    problems.add(
      'ALIPAY_APP_ID',
      both('没有设置', 'is not set'),
      both('填写支付宝开放平台中应用的 APPID', "set it to the application's APPID from Alipay's console"),
    );
  if (values.ALIPAY_SELLER_ID === undefined && mode === 'production')
    warnings.push(
      both(
        '没有设置 ALIPAY_SELLER_ID：不会核对回调中的卖家',
        'ALIPAY_SELLER_ID is not set: callbacks are not checked for the seller',
      ),
    );
}

function checkPublicUrl(situation: Situation): void {
  const { values, publicUrl, gatewayIsLocal, mode, problems, warnings } = situation;
  const remedy = forExample('PUBLIC_URL', 'https://zanshang.example.com');
  if (`${publicUrl}/payments/alipay/result`.length > MAX_CALLBACK_LENGTH)
    problems.add('PUBLIC_URL', both('太长，支付宝不接受', 'is too long for Alipay'), remedy);
  if (mode !== 'production' || gatewayIsLocal) return;
  if (values.PUBLIC_URL === undefined)
    problems.add(
      'PUBLIC_URL',
      both('没有设置，支付宝无法通知本服务', 'is not set, so Alipay cannot reach this server'),
      remedy,
    );
  else if (!publicUrl.startsWith('https:'))
    warnings.push(
      both(
        'PUBLIC_URL 不是 https：密码和令牌会明文传输',
        'PUBLIC_URL is not https: passwords and tokens travel in the clear',
      ),
    );
  if (values.ALIPAY_GATEWAY?.startsWith('http:'))
    warnings.push(both('ALIPAY_GATEWAY 不是 https', 'ALIPAY_GATEWAY is not https'));
}

function checkPorts({ values, usesSimulator, problems }: Situation): void {
  if (!usesSimulator) return;
  const remedy = forExample('SIMULATOR_PORT', '3001');
  if (simulatorPort(values) > 65535)
    problems.add('SIMULATOR_PORT', both('PORT + 1 超过了 65535', 'PORT + 1 is more than 65535'), remedy);
  if (simulatorPort(values) === values.PORT)
    problems.add('SIMULATOR_PORT', both('不能与 PORT 相同', 'must not be the same as PORT'), remedy);
}

/** No refusal: Kubernetes mounts secrets so unless it is told otherwise, where nobody else is on the machine. */
function warnOfOpenSecrets({ values, directory, warnings }: Situation): void {
  for (const name of SECRETS.map((secret) => `${secret}_FILE` as const)) {
    const path = values[name];
    if (path === undefined || !isReadableByOthers(resolve(directory, path))) continue;
    warnings.push(`${name}: ${both('文件能被其他用户读取', 'other users can read the file')}`);
  }
}

/** Where the simulator listens: SIMULATOR_PORT, or next to the server. */
export function simulatorPort(values: Pick<Situation['values'], 'SIMULATOR_PORT' | 'PORT'>): number {
  return values.SIMULATOR_PORT ?? values.PORT + 1;
}
