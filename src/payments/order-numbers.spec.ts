import { createSecretKey } from 'node:crypto';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { earlierOutTradeNo } from '../../test/support/earlier-numbers.js';
import { dataSourceOptions } from '../database/options.js';
import { OrderNumbers } from './order-numbers.js';
import { TURNS } from './out-trade-no.js';

describe('the order numbers of a database', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const origin = (time = '2026-11-22T16:00:00.007Z') => ({
    createdTime: new Date(time),
    readerId: uuidv7(),
    articleId: uuidv7(),
  });

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url, 2)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function instance(of = dataSource): Promise<OrderNumbers> {
    const numbers = new OrderNumbers(of);
    await numbers.onModuleInit();
    return numbers;
  }

  it('are read by every instance', async () => {
    const made = origin();
    expect((await instance()).read((await instance()).make(made))).toEqual(made);
  });

  it('are all different for one reader and one article in one millisecond', async () => {
    const numbers = await instance();
    const made = origin();
    expect(new Set(Array.from({ length: TURNS }, () => numbers.make(made))).size).toBe(TURNS);
  });

  it('do not tell how many were made before', async () => {
    const [one, another] = await Promise.all([instance(), instance()]);
    const times = Array.from({ length: 20 }, (_, i) => origin(new Date(1_800_000_000_000 + i).toISOString()));
    const moments = (numbers: OrderNumbers) => times.map((made) => numbers.make(made).slice(0, 12));
    expect(moments(one)).not.toEqual(moments(another));
  });

  it('are read as well where they are from before they were authenticated', async () => {
    const [row] = await database.query('SELECT key FROM order_number_key', []);
    const made = origin();
    const number = earlierOutTradeNo(createSecretKey(row!.key as Buffer), made);
    expect((await instance()).read(number)).toEqual(made);
  });

  it('are not read by another database', async () => {
    const other = await createTestDatabase();
    await other.query('ALTER TABLE order_number_key DISABLE TRIGGER USER');
    await other.query("UPDATE order_number_key SET key = decode(repeat('07', 32), 'hex')");
    const source = await new DataSource(dataSourceOptions(other.url, 1)).initialize();
    const number = (await instance()).make(origin());
    expect((await instance(source)).read(number)).toBeUndefined();
    await source.destroy();
    await other.drop();
  });

  it('are neither made nor read before the key is', () => {
    const numbers = new OrderNumbers(dataSource);
    expect(() => numbers.make(origin())).toThrow('has not been read yet');
    expect(() => numbers.read('order_of_nobody')).toThrow('has not been read yet');
  });
});
