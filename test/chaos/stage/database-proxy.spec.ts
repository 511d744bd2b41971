import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { type Cut, DatabaseProxy } from './database-proxy.js';

describe('the proxy that cuts connections at COMMIT', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.query('CREATE TABLE word_said (word text)');
    const { hostname, port } = new URL(database.url);
    proxy = await DatabaseProxy.listen({ host: hostname, port: Number(port) });
  });
  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });
  afterEach(() => {
    proxy.heal();
  });

  async function connected(): Promise<pg.Client> {
    const url = new URL(database.url);
    url.host = `127.0.0.1:${proxy.port}`;
    const client = new pg.Client({
      connectionString: url.href,
      connectionTimeoutMillis: 5_000,
      pipeline: true,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Writes a word in a transaction; answers what COMMIT came to. */
  async function say(word: string, ...cuts: Cut[]): Promise<'committed' | 'cut'> {
    const client = await connected();
    await client.query('BEGIN');
    await client.query('INSERT INTO word_said VALUES ($1)', [word]);
    proxy.cutNext(...cuts);
    const outcome = await client.query('COMMIT').then(
      () => 'committed' as const,
      () => 'cut' as const,
    );
    await client.end().catch(() => undefined);
    return outcome;
  }

  const isThere = async (word: string) =>
    (await database.query('SELECT 1 FROM word_said WHERE word = $1', [word])).length > 0;

  it('lets everything through, however large, until it is told to cut', async () => {
    const long = '赏'.repeat(200_000);
    expect(await say(long)).toBe('committed');
    expect(await isThere(long)).toBe(true);
  });

  it('withholds the answer of a COMMIT that is done', async () => {
    expect(await say('answer', 'answer')).toBe('cut');
    expect(await isThere('answer')).toBe(true);
    expect(proxy.cuts.answer).toBe(1);
  });

  it('withholds the answer of a COMMIT that travels with what it commits', async () => {
    const client = await connected();
    proxy.cutNext('answer');
    const sent = ['BEGIN', `INSERT INTO word_said VALUES ('together')`, 'COMMIT'].map((text) =>
      client.query(text).then(
        () => 'answered',
        () => 'cut',
      ),
    );
    expect((await Promise.all(sent)).at(-1)).toBe('cut');
    expect(await isThere('together')).toBe(true);
    await client.end().catch(() => undefined);
  });

  it('keeps a COMMIT from ever arriving', async () => {
    expect(await say('before', 'before')).toBe('cut');
    expect(await isThere('before')).toBe(false);
  });

  it('loses both sides while a COMMIT is on its way', async () => {
    expect(await say('at once', 'at_once')).toBe('cut');
    expect(proxy.cuts.at_once).toBe(1);
  });

  it('turns everybody away while the network is gone, and lets them in afterwards', async () => {
    const client = await connected();
    proxy.disconnect(60_000);
    await expect(client.query('SELECT 1')).rejects.toThrow();
    await expect(connected()).rejects.toThrow();
    proxy.heal();
    await (await connected()).end();
  });
});
