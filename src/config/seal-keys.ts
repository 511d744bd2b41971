import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Values } from './variables.js';

/** The secrets in LEDGER_SEAL_KEY, newest first; without it the token secret is the only one. */
export function sealSecrets(values: Pick<Values, 'LEDGER_SEAL_KEY' | 'JWT_SECRET'>): string[] {
  const given = values.LEDGER_SEAL_KEY ?? values.JWT_SECRET ?? '';
  const secrets = values.LEDGER_SEAL_KEY === undefined ? [given] : given.split(',');
  return secrets.map((secret) => secret.trim()).filter((secret) => secret !== '');
}

/**
 * The keys that seal the ledger, derived from their secrets (HKDF, RFC 5869), so that no secret serves two purposes.
 * What JWT_SECRET sealed is verified by a LEDGER_SEAL_KEY that names it.
 */
export function sealKeys(values: Pick<Values, 'LEDGER_SEAL_KEY' | 'JWT_SECRET'>): readonly KeyObject[] {
  const derive = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'zanshang ledger seal', 32));
  return Object.freeze(sealSecrets(values).map((secret) => createSecretKey(derive(secret))));
}
