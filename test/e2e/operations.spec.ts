import { createTestApp, type TestApp } from '../support/app.js';
import { openMarket, openShop, order, paymentNotice, notify, type Market } from '../support/alipay.js';

describe('health', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  afterAll(() => app.close());

  it('is alive', async () => {
    const { status, body } = await app.request.get('/health/live');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('is ready with a migrated database and a key that signs', async () => {
    const { status, body } = await app.request.get('/health/ready');
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'ok', checks: { database: 'ok', migrations: 'ok', signing: 'ok' } });
  });

  it('is not ready while the database lacks a migration', async () => {
    const [row] = await app.database.query('DELETE FROM migration RETURNING timestamp, name');
    const { status, body } = await app.request.get('/health/ready');
    await app.database.query('INSERT INTO migration (timestamp, name) VALUES ($1, $2)', [
      row!.timestamp,
      row!.name,
    ]);
    expect(status).toBe(503);
    expect(body).toEqual({
      status: 'unavailable',
      checks: { database: 'ok', migrations: 'failed', signing: 'ok' },
    });
  });
});

describe('health with a wrong key', () => {
  it("is not ready where the application's key is also Alipay's", async () => {
    const { testKeys } = await import('../support/app.js');
    const app = await createTestApp({ alipay: { alipayPublicKey: testKeys.app.publicKey } });
    const { status, body } = await app.request.get('/health/ready');
    await app.close();
    expect(status).toBe(503);
    expect(body.checks).toEqual({ database: 'ok', migrations: 'ok', signing: 'failed' });
  });
});

describe('health without a database', () => {
  it('is alive but not ready, and says nothing of why', async () => {
    const app = await createTestApp();
    await app.database.drop();
    const { status, body } = await app.request.get('/health/ready');
    expect(status).toBe(503);
    expect(body).toEqual({
      status: 'unavailable',
      checks: { database: 'failed', migrations: 'failed', signing: 'ok' },
    });
    expect((await app.request.get('/health/live')).status).toBe(200);
    await app.app.close();
  });
});

describe('metrics', () => {
  let market: Market;
  beforeAll(async () => {
    market = await openMarket();
  });
  afterAll(() => market.close());

  it('count tips, callbacks and requests by route pattern, and show the process and its connections', async () => {
    const { reader, article } = await openShop(market);
    const tip = await order(market, reader, article.id);
    expect(await notify(market, market.sign(paymentNotice(tip)))).toEqual({ status: 200, text: 'success' });
    await market.request.get('/no/such/address');
    const { status, headers, text } = await market.request.get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
    for (const series of [
      /^zanshang_tips_created_total\{channel="alipay"\} 1$/m,
      /^zanshang_callbacks_total\{source="notify",outcome="settled"\} 1$/m,
      /^zanshang_settle_seconds_count 1$/m,
      /^zanshang_settle_batch_size_sum 1$/m,
      /^zanshang_http_request_seconds_count\{method="POST",route="\/payments\/alipay",status="201"\} 1$/m,
      /^zanshang_http_request_seconds_count\{method="GET",route="\/\*",status="404"\} 1$/m,
      /^zanshang_database_pool\{state="total"\} \d+$/m,
      /^zanshang_database_pool\{state="idle"\} \d+$/m,
      /^zanshang_database_pool\{state="waiting"\} 0$/m,
      /^process_cpu_seconds_total /m,
      /^nodejs_eventloop_lag_seconds /m,
    ]) {
      expect(text).toMatch(series);
    }
  });
});
