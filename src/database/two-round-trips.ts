import type { ClientBase } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { type Command, send, usesNames } from './statement.js';
import { together, withRetries } from './transaction.js';

/** What a transaction comes to: what it answers, and what it still has to write. */
export interface Decision<Result> {
  readonly result: Result;
  /** In the order in which they are to be done. */
  readonly writes: readonly Command[];
}

type Questions<Rows extends readonly unknown[]> = { readonly [K in keyof Rows]: Command<Rows[K]> };
type Answers<Rows extends readonly unknown[]> = { readonly [K in keyof Rows]: Rows[K][] };

/**
 * A transaction that waits for the database twice: its questions, which lock what it needs, travel with BEGIN, and what
 * it decides to write travels with COMMIT. A busy process hears an answer only when it has done what came before it;
 * meanwhile the database stands still and holds locks.
 *
 * Writes are data: once the first one is on its way nothing of ours can fail any more. Where PostgreSQL refuses one, its
 * COMMIT rolls back (manual, "COMMIT"). What a write answers nobody sees before it is committed, so what must be true
 * of it the statement itself has to demand. Runs again as `inTransaction` does: `decide` has no effect outside.
 *
 * @param decide may ask and write more where that is rare, each time for a round trip of its own
 * @throws whatever a question, `decide`, a write or COMMIT throws, and with it what `inTransaction` says of that
 */
export function inTwoRoundTrips<Rows extends readonly unknown[], Result>(
  dataSource: DataSource,
  questions: Questions<Rows>,
  decide: (tx: EntityManager, answers: Answers<Rows>) => Promise<Decision<Result>>,
): Promise<Result> {
  return withRetries(async () => {
    const runner = dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as ClientBase;
      const sendAll = (commands: readonly Command[]) =>
        commands.map((command) => send(client, command, usesNames(dataSource)));
      return await concluded(client, async () => {
        const [, ...answers] = await together<unknown>([
          client.query('START TRANSACTION'),
          ...sendAll(questions),
        ]);
        const { result, writes } = await decide(runner.manager, answers as unknown as Answers<Rows>);
        const written = sendAll(writes);
        await requireSent(written);
        await together<unknown>([...written, commit(client)]);
        return result;
      });
    } finally {
      await runner.release();
    }
  });
}

async function concluded<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // After a COMMIT there is nothing to roll back, which PostgreSQL only warns of; nor is there without a connection.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * What the driver cannot even send, PostgreSQL never refuses, and would commit the rest. The driver says so within this
 * turn of the event loop; PostgreSQL has enough to do meanwhile.
 */
async function requireSent(writes: readonly Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = [];
  for (const write of writes) write.catch((error: unknown) => failures.push(error));
  await new Promise((resolve) => setImmediate(resolve));
  if (failures.length > 0) throw failures[0];
}

/** @throws where PostgreSQL has rolled back instead */
async function commit(client: ClientBase): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
}
