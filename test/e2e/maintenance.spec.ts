import { Maintenance } from '../../src/operations/maintenance.js';
import { createTestApp, type TestApp } from '../support/app.js';

describe('old Idempotency-Keys', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  });
  beforeEach(() => app.database.query('DELETE FROM idempotency_key'));
  afterAll(() => app.close());

  const add = (key: string, age: string, count = 1) =>
    app.database.query(
      `INSERT INTO idempotency_key (user_id, route, key, request_digest, resource_id, created_time)
       SELECT gen_random_uuid(), 'POST /payments/alipay', $1, '', gen_random_uuid(), now() - $2::interval
       FROM generate_series(1, $3)`,
      [key, age, count],
    );
  const keys = async () =>
    (await app.database.query('SELECT DISTINCT key FROM idempotency_key ORDER BY key')).map(({ key }) => key);
  const maintenance = () => app.app.get(Maintenance, { strict: false });

  it('are removed after two days, all of them, and younger ones stay', async () => {
    await add('new', '0 s');
    await add('a day old', '25 h');
    await add('old', '49 h', 2500);
    await maintenance().run();
    expect(await keys()).toEqual(['a day old', 'new']);
  });

  it('are removed by two instances at once without waiting for each other', async () => {
    await add('old', '49 h', 3000);
    await Promise.all([maintenance().run(), maintenance().run()]);
    expect(await keys()).toEqual([]);
  });

  it('are left for later while the database is in trouble', async () => {
    await add('old', '49 h');
    await app.database.query('ALTER TABLE idempotency_key RENAME TO away');
    await maintenance().run();
    await app.database.query('ALTER TABLE away RENAME TO idempotency_key');
    expect(await keys()).toEqual(['old']);
    await maintenance().run();
    expect(await keys()).toEqual([]);
  });
});
