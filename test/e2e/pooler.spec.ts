import { DataSource } from 'typeorm';
import { poolOf } from '../../src/database/statement.js';
import {
  type Market,
  notify,
  openMarket,
  openShop,
  order,
  paymentNotice,
  wallet,
} from '../support/alipay.js';
import { registerAdmin } from '../support/app.js';
import { expectBalanced, SUCCESS } from '../support/books.js';

describe('behind a pooler that knows no named statements', () => {
  let market: Market;
  beforeAll(async () => {
    market = await openMarket({ database: { namedStatements: false, poolSize: 2 } });
  });
  afterAll(() => market.close());

  it('a tip is ordered, paid and credited, and nothing is left prepared on a connection', async () => {
    const admin = await registerAdmin(market);
    const { author, reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id, '5.00');
    expect(await notify(market, market.sign(paymentNotice(tip)))).toEqual(SUCCESS);
    expect(await wallet(market, author)).toMatchObject({ balance: '5.00' });
    await expectBalanced(market, admin);
    const pool = poolOf(market.app.get(DataSource));
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    for (const client of clients) {
      const { rows } = await client.query('SELECT name FROM pg_prepared_statements');
      client.release();
      expect(rows).toEqual([]);
    }
  });
});
