import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from './options.js';
import { inTransaction, together } from './transaction.js';

describe('works of one transaction that are begun together', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('CREATE TABLE word_said (word text)');
    dataSource = new DataSource(dataSourceOptions(database.url, 2));
    await dataSource.initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** A statement whose turn comes when the other work may have failed long since. */
  async function sayLate(tx: EntityManager, word: string): Promise<void> {
    await tx.query('SELECT pg_sleep(0.1)');
    await tx.query('INSERT INTO word_said VALUES ($1)', [word]);
  }

  it('are all done', async () => {
    await inTransaction(dataSource, (tx) => together([sayLate(tx, 'one'), sayLate(tx, 'other')]));
    expect(await database.query('SELECT word FROM word_said ORDER BY word')).toEqual([
      { word: 'one' },
      { word: 'other' },
    ]);
  });

  it('leave nothing behind where one of them fails at once and another goes on', async () => {
    const failing = inTransaction(dataSource, (tx) =>
      together([sayLate(tx, 'too late'), Promise.reject(new Error('no'))]),
    );
    await expect(failing).rejects.toThrow('no');
    // Whatever went on in spite of that is over by now.
    await sleep(300);
    expect(await database.query(`SELECT 1 FROM word_said WHERE word = 'too late'`)).toEqual([]);
  });
});
