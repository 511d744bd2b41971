import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const APP_ID = '2021000000000000';
export const SELLER_ID = '2088000000000001';

/** Of the whole run: servers that follow each other on one database verify what those before them sealed. */
const LEDGER_SEAL_KEY = randomBytes(32).toString('hex');

/** Keys, a secret for tokens and an administrator for one run, the keys as files in a folder of its own. */
export async function makeSecrets(cleanup) {
  const folder = await mkdtemp(join(tmpdir(), 'zanshang-bench-keys-'));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  const app = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secrets = {
    folder,
    appPrivateKeyPath: join(folder, 'app_private_key.pem'),
    alipayPublicKeyPath: join(folder, 'alipay_public_key.pem'),
    appPrivatePem: app.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    alipayPrivatePem: alipay.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    jwtSecret: randomBytes(32).toString('hex'),
    sealKey: LEDGER_SEAL_KEY,
    admin: { username: 'bench-admin', password: randomBytes(12).toString('hex') },
  };
  await writeFile(secrets.appPrivateKeyPath, secrets.appPrivatePem, { mode: 0o600 });
  await writeFile(secrets.alipayPublicKeyPath, alipay.publicKey.export({ type: 'spki', format: 'pem' }));
  return secrets;
}

/**
 * A token as the server makes it (HS256), valid for a day, of a session that has its user's id (market.mjs): logging
 * thousands of readers in would measure argon2.
 */
export function tokenFor(userId, jwtSecret) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    sub: userId,
    sid: userId,
    iat: now,
    exp: now + 86_400,
    iss: 'zanshang',
    aud: 'zanshang-api',
  })}`;
  return `${signed}.${createHmac('sha256', jwtSecret).update(signed).digest('base64url')}`;
}
