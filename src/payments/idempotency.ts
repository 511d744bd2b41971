import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { InvalidInput } from '../errors/app-error.js';
import { execute, statement } from '../database/statement.js';
import { IdempotencyKeyReused } from './payments.errors.js';

/**
 * A caller's Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). Keys belong to user, route and path
 * parameters. One is stored in the very transaction that makes its resource: so it remembers successes only.
 */
export interface IdempotencyKey {
  readonly userId: string;
  /** Method, path and path parameters, e.g. `POST /payments/alipay`. */
  readonly route: string;
  readonly key: string;
  /** SHA-256 of the request's meaning. */
  readonly requestDigest: Buffer;
}

const KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws InvalidInput where a header is not 1 to 255 visible ASCII characters */
export function requireIdempotencyKeyShape(key: string | undefined): void {
  if (key === undefined || KEY.test(key)) return;
  throw new InvalidInput([{ field: 'Idempotency-Key', text: 'idempotency_key' }]);
}

/** Binds a key to a request; undefined without a key. Equal `meaning`s are the same request. */
export function idempotencyKey(
  userId: string,
  route: string,
  key: string | undefined,
  meaning: readonly string[],
): IdempotencyKey | undefined {
  if (key === undefined) return undefined;
  const requestDigest = createHash('sha256').update(JSON.stringify(meaning)).digest();
  return { userId, route, key, requestDigest };
}

const FIND = statement<{ request_digest: Buffer; resource_id: string }>(
  'payments.find_idempotency_key',
  'SELECT request_digest, resource_id FROM idempotency_key WHERE user_id = $1 AND route = $2 AND key = $3',
);

/**
 * The id of what was made with this key before, or undefined.
 * @throws IdempotencyKeyReused where the key came with another request.
 */
export async function findResource(
  on: DataSource | EntityManager,
  key: IdempotencyKey,
): Promise<string | undefined> {
  const [found] = await execute(on, FIND, [key.userId, key.route, key.key]);
  if (found && !found.request_digest.equals(key.requestDigest)) throw new IdempotencyKeyReused();
  return found?.resource_id;
}

const CLAIM = statement<{ resource_id: string }>(
  'payments.claim_idempotency_key',
  `INSERT INTO idempotency_key (user_id, route, key, request_digest, resource_id) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT DO NOTHING RETURNING resource_id`,
);

/** Takes the key for a resource; false where another request has it (it waits for that one to commit or not). */
export async function claim(tx: EntityManager, key: IdempotencyKey, resourceId: string): Promise<boolean> {
  const rows = await execute(tx, CLAIM, [key.userId, key.route, key.key, key.requestDigest, resourceId]);
  return rows.length > 0;
}
