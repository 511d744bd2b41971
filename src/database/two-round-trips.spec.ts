import type { ClientBase, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from './options.js';
import { type Command, executeAll, poolOf, statement } from './statement.js';
import { type Decision, inTwoRoundTrips } from './two-round-trips.js';

interface WordRow {
  id: number;
  word: string;
}

describe('a transaction in two round trips', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('CREATE TABLE word_said (id serial PRIMARY KEY, word text UNIQUE)');
    dataSource = new DataSource(dataSourceOptions(database.url, 2));
    await dataSource.initialize();
  });
  beforeEach(() => database.query('TRUNCATE word_said'));
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const FIND = statement<WordRow>('test.find', 'SELECT id, word FROM word_said WHERE word = $1 FOR UPDATE');
  const SAY = statement('test.say', 'INSERT INTO word_said (word) VALUES ($1)');
  const CHANGE = statement(
    'test.change',
    `WITH changed AS (UPDATE word_said SET word = $2 WHERE word = $1 RETURNING id)
     SELECT require_rows(count(*), 1) FROM changed`,
  );
  const find = (word: string): Command<WordRow> => ({ statement: FIND, values: [word] });
  const say = (word: string): Command => ({ statement: SAY, values: [word] });
  const change = (from: string, to: string): Command => ({ statement: CHANGE, values: [from, to] });
  const words = async () =>
    (await database.query('SELECT word FROM word_said ORDER BY word')).map(({ word }) => word as string);

  const writing = (...writes: Command[]) =>
    inTwoRoundTrips(dataSource, [], () => Promise.resolve({ result: undefined, writes }));

  it('answers each question, and commits what was decided', async () => {
    await writing(say('one'), say('other'));
    const result = await inTwoRoundTrips(
      dataSource,
      [find('one'), find('nowhere'), find('other')] as const,
      (_tx, answers) =>
        Promise.resolve({
          result: answers.map((rows) => rows.map(({ word }) => word)),
          writes: [change('one', 'changed')],
        }),
    );
    expect(result).toEqual([['one'], [], ['other']]);
    expect(await words()).toEqual(['changed', 'other']);
  });

  it('waits twice: for the questions that travel with BEGIN, and for the writes that travel with COMMIT', async () => {
    const events: string[] = [];
    const client = await theOnlyClient(poolOf(dataSource));
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const watching = (sent: string | { text: string }, ...more: unknown[]): unknown => {
      events.push(typeof sent === 'string' ? sent : (sent.text.split(' ')[0] ?? ''));
      return query(sent, ...more).finally(() => events.push('answer'));
    };
    const spy = jest.spyOn(client, 'query').mockImplementation(watching);
    await inTwoRoundTrips(dataSource, [find('a')] as const, () => {
      events.push('decide');
      return Promise.resolve({ result: 1, writes: [say('b'), say('c')] });
    });
    spy.mockRestore();
    expect(events).toEqual([
      'START TRANSACTION',
      'SELECT',
      'answer',
      'answer',
      'decide',
      'INSERT',
      'INSERT',
      'COMMIT',
      'answer',
      'answer',
      'answer',
    ]);
  });

  it('writes nothing where one of the writes is refused, and says why', async () => {
    await writing(say('taken'));
    await expect(writing(say('before'), say('taken'), say('after'))).rejects.toMatchObject({ code: '23505' });
    expect(await words()).toEqual(['taken']);
  });

  it('writes nothing where a write finds less than it demands', async () => {
    await expect(writing(say('before'), change('absent', 'other'))).rejects.toThrow(
      'expected 1 rows, found 0',
    );
    expect(await words()).toEqual([]);
  });

  it('writes nothing where the driver cannot send one of the writes', async () => {
    const sameName = statement(SAY.name, 'INSERT INTO word_said (word) VALUES (upper($1))');
    const refused = writing(say('before'), { statement: sameName, values: ['after'] });
    await expect(refused).rejects.toThrow('Prepared statements must be unique');
    expect(await words()).toEqual([]);
    await writing(say('afterwards'));
    expect(await words()).toEqual(['afterwards']);
  });

  it('writes nothing where COMMIT itself is refused', async () => {
    await database.query(
      'CREATE TABLE word_later (word text REFERENCES word_said (word) DEFERRABLE INITIALLY DEFERRED)',
    );
    const later = statement('test.later', 'INSERT INTO word_later VALUES ($1)');
    await expect(writing(say('here'), { statement: later, values: ['nowhere'] })).rejects.toMatchObject({
      code: '23503',
    });
    await database.query('DROP TABLE word_later');
    expect(await words()).toEqual([]);
  });

  it('does not take for committed what PostgreSQL has rolled back', async () => {
    const hidden = inTwoRoundTrips(dataSource, [], async (tx): Promise<Decision<void>> => {
      await executeAll(tx, [say('before')]);
      await tx.query('SELECT 1 / 0').catch(() => undefined);
      return { result: undefined, writes: [] };
    });
    await expect(hidden).rejects.toThrow('the transaction ended with ROLLBACK');
    expect(await words()).toEqual([]);
  });

  it('decides nothing where a question is refused', async () => {
    const decide = jest.fn();
    const wrong = statement('test.wrong', 'SELECT 1 / $1::int');
    await expect(
      inTwoRoundTrips(dataSource, [find('a'), { statement: wrong, values: [0] }] as const, decide),
    ).rejects.toMatchObject({ code: '22012' });
    expect(decide).not.toHaveBeenCalled();
  });

  it('takes back what deciding wrote where deciding fails, and leaves a connection that can be used', async () => {
    const failing = inTwoRoundTrips(dataSource, [find('a')] as const, async (tx): Promise<Decision<void>> => {
      await executeAll(tx, [say('too early')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await Promise.all(['one', 'two', 'three', 'four'].map((word) => writing(say(word))));
    expect(await words()).toEqual(['four', 'one', 'three', 'two']);
  });

  it('runs again where PostgreSQL gives up one of two that wait for each other', async () => {
    await writing(say('left'), say('right'));
    let attempts = 0;
    let tellBoth: () => void = () => undefined;
    const bothHaveOne = new Promise<void>((resolve) => (tellBoth = resolve));
    const crossing = (first: string, second: string) =>
      inTwoRoundTrips(dataSource, [find(first)] as const, async (tx) => {
        attempts += 1;
        if (attempts === 2) tellBoth();
        await bothHaveOne;
        await executeAll(tx, [find(second)]);
        return { result: undefined, writes: [say(`${first} first`)] };
      });
    await Promise.all([crossing('left', 'right'), crossing('right', 'left')]);
    expect(attempts).toBe(3);
    expect(await words()).toEqual(['left', 'left first', 'right', 'right first']);
  });

  it('fails, and holds no connection, where the connection is lost', async () => {
    const losing = inTwoRoundTrips(dataSource, [find('a')] as const, async (tx): Promise<Decision<void>> => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      return { result: undefined, writes: [say('never')] };
    });
    await expect(losing).rejects.toMatchObject({ code: '57P01' });
    expect(poolOf(dataSource).totalCount - poolOf(dataSource).idleCount).toBe(0);
    await writing(say('afterwards'));
    expect(await words()).toEqual(['afterwards']);
  });
});

/** The one connection of the pool that everybody will be given. */
async function theOnlyClient(pool: Pool): Promise<ClientBase> {
  const client = await pool.connect();
  client.release();
  return client;
}
