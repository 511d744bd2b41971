import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { sqlState } from './sql-state.js';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const MAX_ATTEMPTS = 6;

/**
 * Runs `work` in one transaction and commits it. Where PostgreSQL gives up on a serialization failure or a deadlock
 * the whole function runs again (PostgreSQL manual, 13.5), at most six times, after a short random pause.
 * So `work` must have no effect outside the transaction: in particular it never calls a gateway.
 *
 * @throws whatever `work` or COMMIT throws; after a throw nothing of `work` is in the database, except that a
 * connection lost during COMMIT leaves the outcome unknown: callers judge by the rows' own state when they try again.
 */
export function inTransaction<Result>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  return withRetries(() => dataSource.transaction(work));
}

/** Runs `attemptOnce`, a whole transaction, again where PostgreSQL has given up on it for another one's sake. */
export async function withRetries<Result>(attemptOnce: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isWorthRetrying(error)) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/**
 * Waits for works of one transaction that were begun together, and for all of them also where one fails: nothing of a
 * transaction's work may go on once it is rolled back, since a statement would then be committed by itself.
 *
 * @throws what the first of them, in the given order, has thrown
 */
export async function together<Result>(works: readonly Promise<Result>[]): Promise<Result[]> {
  const outcomes = await Promise.allSettled(works);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function isWorthRetrying(error: unknown): boolean {
  const state = sqlState(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED;
}
