import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { Maintenance } from '../../src/operations/maintenance.js';
import { type Market, notify, openMarket, openShop, order, paymentNotice } from '../support/alipay.js';
import { createTestApp, register, registerAdmin, type TestApp } from '../support/app.js';
import { expectBalanced } from '../support/books.js';

const PASSWORD = 'correct horse';
const WRONG = 'wrong horse';
const HOME = '203.0.113.7';
const ELSEWHERE = '198.51.100.9';

/** What a proxy on this machine, which is trusted, says of where a request comes from. */
const from = (address: string) => ({ 'X-Forwarded-For': address });
const times = <T>(count: number, work: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => work(i));
const statuses = (answers: Response[]) => answers.map(({ status }) => status).sort();

describe('rate limits', () => {
  let market: Market;
  beforeAll(async () => {
    market = await openMarket({ limits: { on: true } });
  });
  beforeEach(() => market.database.query('DELETE FROM rate_count'));
  afterAll(() => market.close());

  const logIn = (
    username: string,
    password: string,
    headers: Record<string, string> = {},
    app: TestApp = market,
  ) => app.request.post('/users/login').set(headers).send({ username, password });

  /** As if this limit had been used so far by everybody whom it counts. */
  const spend = (limit: string, taken: number) =>
    market.database.query('UPDATE rate_count SET taken = $2 WHERE limit_name = $1', [limit, taken]);
  const taken = async (limit: string): Promise<unknown[]> =>
    (await market.database.query('SELECT taken FROM rate_count WHERE limit_name = $1', [limit])).map(
      (r) => r.taken,
    );

  /** Somebody who has logged in before, with the cookie that their browser keeps of it. */
  async function owner() {
    const { user, auth } = await register(market);
    const answer = await logIn(user.username, PASSWORD);
    const [set = ''] = answer.headers['set-cookie'] as unknown as string[];
    await market.database.query('DELETE FROM rate_count');
    return { user, auth, name: user.username, set, device: { Cookie: set.split(';')[0]! } };
  }

  /** The code by which this user sets a new password. */
  async function codeFor(id: string): Promise<string> {
    const { auth } = await registerAdmin(market);
    const { body } = await market.request.post(`/admin/users/${id}/password-reset`).set(auth);
    await market.database.query('DELETE FROM rate_count');
    return body.code as string;
  }

  const expectLimited = ({ status, body, headers }: Response, seconds: number) => {
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'rate_limited' });
    expect(headers['content-type']).toContain('application/problem+json');
    expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(seconds);
  };

  describe('of wrong passwords', () => {
    it('refuse the eleventh for a name from one address, and the right password as well', async () => {
      const { name } = await owner();
      for (let i = 0; i < 10; i++) expect((await logIn(name, WRONG, from(HOME))).status).toBe(401);
      expectLimited(await logIn(name, WRONG, from(HOME)), 900);
      expectLimited(await logIn(name, PASSWORD, from(HOME)), 900);
    });

    it('let only ten of a hundred at once be tried, and a right one among the others is worth nothing', async () => {
      const { name } = await owner();
      const home = '192.0.2.200';
      const answers = await Promise.all(times(100, () => logIn(name, WRONG, from(home))));
      expect(statuses(answers)).toEqual([...times(10, () => 401), ...times(90, () => 429)]);
      expect(await taken('login')).toEqual([10]);
      expectLimited(await logIn(name, PASSWORD, from(home)), 900);
    });

    it('do not tell whether there is such a name', async () => {
      const { name } = await owner();
      const nobody = randomUUID().slice(0, 20);
      const answers: Response[] = [];
      for (const guessed of [name, nobody]) {
        await logIn(guessed, WRONG, from(HOME));
        await spend('login', 9);
        const last = await logIn(guessed, WRONG, from(HOME));
        expect({ status: last.status, cookie: last.headers['set-cookie'] }).toEqual({ status: 401 });
        answers.push(await logIn(guessed, WRONG, from(HOME)));
      }
      answers.forEach((answer) => {
        expectLimited(answer, 900);
      });
      expect(answers[1]!.body).toEqual(answers[0]!.body);
    });

    it.each([
      ['another case', (name: string) => name.toUpperCase()],
      ['letters that only look different', (name: string) => name.replace('k', '\u212a')],
    ])('are the same for a name in %s, where the database takes it for the same', async (_, spelling) => {
      const name = `k_${randomUUID().slice(0, 8)}`;
      const [row] = await market.database.query('SELECT lower($1) = lower($2) AS same', [
        name,
        spelling(name),
      ]);
      await logIn(name, WRONG, from(HOME));
      await spend('login', 10);
      const { status } = await logIn(spelling(name), WRONG, from(HOME));
      expect(status).toBe(row!.same ? 429 : 401);
    });

    it('are the same for pages and programs', async () => {
      const { name } = await owner();
      await logIn(name, WRONG, from(HOME));
      await spend('login', 10);
      const page = market.request.post('/session').set(from(HOME));
      expectLimited(await page.send({ username: name, password: PASSWORD }), 900);
    });

    it('forget wrong ones after the right one, which counts for nothing itself', async () => {
      const { name } = await owner();
      await logIn(name, WRONG, from(HOME));
      await spend('login', 9);
      expect((await logIn(name, PASSWORD, from(HOME))).status).toBe(200);
      expect([await taken('login'), await taken('login_address'), await taken('login_name')]).toEqual([
        [],
        [1],
        [1],
      ]);
    });

    it('are over after their time, and nothing is kept of them', async () => {
      const { name } = await owner();
      await logIn(name, WRONG, from(HOME));
      await spend('login', 10);
      await market.database.query('UPDATE rate_count SET end_time = now()');
      expect((await logIn(name, WRONG, from(HOME))).status).toBe(401);
      expect(await taken('login')).toEqual([1]);
      await market.database.query(`UPDATE rate_count SET end_time = now() WHERE limit_name = 'login'`);
      await market.app.get(Maintenance, { strict: false }).run();
      expect([await taken('login'), await taken('login_name')]).toEqual([[], [1]]);
    });

    it('keep neither names nor addresses', async () => {
      await logIn('somebody', WRONG, from(HOME));
      const rows = await market.database.query('SELECT limit_name, length(key) AS bytes FROM rate_count');
      expect(rows).toHaveLength(3);
      expect(rows.map(({ bytes }) => bytes)).toEqual([32, 32, 32]);
    });
  });

  describe('do not lock anybody out', () => {
    it('by guesses from one address, however many: the owner comes in from another', async () => {
      const { name } = await owner();
      await Promise.all(times(40, () => logIn(name, WRONG, from('192.0.2.201'))));
      expect(await taken('login_name')).toEqual([10]);
      expect((await logIn(name, PASSWORD, from(ELSEWHERE))).status).toBe(200);
    });

    it('by guesses from many addresses: strangers wait, the device that the owner has used before does not', async () => {
      const { name, device } = await owner();
      await Promise.all(times(3, (i) => logIn(name, WRONG, from(`192.0.2.${i}`))));
      await spend('login_name', 100);
      expectLimited(await logIn(name, PASSWORD, from(ELSEWHERE)), 3600);
      expect((await logIn(name, PASSWORD, { ...from(ELSEWHERE), ...device })).status).toBe(200);
      const page = market.request.post('/session').set({ ...from('192.0.2.1'), ...device });
      const answer = await page.send({ username: name.toUpperCase(), password: PASSWORD });
      expect(answer.status).toBe(200);
      const [session, renewed] = answer.headers['set-cookie'] as unknown as string[];
      expect(session).toMatch(/^zanshang=/);
      expect(renewed).toMatch(
        /^zanshang-device-[0-9a-f]{8}=\S+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/,
      );
    });

    it('by guesses from the same address: the known device comes in, and spends nothing of theirs', async () => {
      const { name, device } = await owner();
      await logIn(name, WRONG, from(HOME));
      for (const limit of ['login', 'login_address', 'login_name']) await spend(limit, 1000);
      expectLimited(await logIn(name, PASSWORD, from(HOME)), 3600);
      expect((await logIn(name, WRONG, { ...from(HOME), ...device })).status).toBe(401);
      expect((await logIn(name, PASSWORD, { ...from(HOME), ...device })).status).toBe(200);
      expect(await taken('login_name')).toEqual([1000]);
    });

    it('but a known device guesses no more than others, and then nothing of the name is spent', async () => {
      const { name, device } = await owner();
      const answers = await Promise.all(times(20, () => logIn(name, WRONG, { ...from(HOME), ...device })));
      expect(statuses(answers)).toEqual([...times(10, () => 401), ...times(10, () => 429)]);
      expectLimited(await logIn(name, PASSWORD, { ...from(HOME), ...device }), 900);
      expect(await taken('login_name')).toEqual([]);
      expect((await logIn(name, PASSWORD, from(HOME))).status).toBe(200);
    });

    it('by a new password, which makes the devices of before strangers and this one known', async () => {
      const { name, auth, device } = await owner();
      const changed = await market.request
        .post('/users/me/password')
        .set(auth)
        .send({ current_password: PASSWORD, password: 'battery staple' });
      const [, set = ''] = changed.headers['set-cookie'] as unknown as string[];
      await logIn(name, WRONG, from(HOME));
      await spend('login_name', 100);
      const old = await logIn(name, 'battery staple', { ...from(HOME), ...device });
      const known = await logIn(name, 'battery staple', { ...from(HOME), Cookie: set.split(';')[0]! });
      expect([old.status, known.status]).toEqual([429, 200]);
    });
  });

  it.each([
    ['with another mac', (cookie: string) => `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'E' : 'A'}`],
    ['that would last longer', (cookie: string) => cookie.replace(/\.(\d+)\./, '.99$1.')],
    ['of another device', (cookie: string) => cookie.replace(/=[0-9a-f]{4}/, '=0000')],
    ['without its mac', (cookie: string) => cookie.replace(/\.[^.]*$/, '')],
    ['that is no cookie', () => 'zanshang-device-'],
  ])('a device cookie %s makes a stranger', async (_, forge) => {
    const { name, device } = await owner();
    await logIn(name, WRONG, from(HOME));
    await spend('login', 10);
    expectLimited(await logIn(name, PASSWORD, { ...from(HOME), Cookie: forge(device.Cookie) }), 900);
  });

  it('a device cookie of the guesser’s own account makes a stranger of any other name', async () => {
    const { name, device } = await owner();
    const guesser = await owner();
    await logIn(name, WRONG, from(HOME));
    await spend('login', 10);
    const [, value] = guesser.device.Cookie.split('=');
    const borrowed = `${device.Cookie.split('=')[0]!}=${value!}`;
    for (const Cookie of [guesser.device.Cookie, borrowed]) {
      expectLimited(await logIn(name, PASSWORD, { ...from(HOME), Cookie }), 900);
    }
  });

  it('one password tried on many names is refused after a hundred; other addresses are not', async () => {
    const { name, device } = await owner();
    await logIn('first', WRONG, from(HOME));
    await spend('login_address', 99);
    expect((await logIn('second', WRONG, from(HOME))).status).toBe(401);
    expectLimited(await logIn('third', WRONG, from(HOME)), 3600);
    // What was refused by the second limit is given back to the first: waiting helps whoever shares the address.
    expect((await taken('login')).sort()).toEqual([0, 1, 1]);
    expect((await logIn(name, PASSWORD, { ...from(HOME), ...device })).status).toBe(200);
    expect((await logIn(name, PASSWORD, from(ELSEWHERE))).status).toBe(200);
  });

  it('let no more than 120 logins a minute come from one address, right or wrong; a known device is another matter', async () => {
    const [{ name }, other] = [await owner(), await owner()];
    const home = from('192.0.2.202');
    await Promise.all(times(120, () => logIn(name, WRONG, home)));
    expectLimited(await logIn(other.name, PASSWORD, home), 60);
    expect(await taken('login')).toEqual([10]);
    expect((await logIn(other.name, PASSWORD, { ...home, ...other.device })).status).toBe(200);
  });

  describe('know where somebody comes from', () => {
    it('by what the trusted proxy added, not by what was in the header before', async () => {
      const { name } = await owner();
      await logIn(name, WRONG, from(HOME));
      await spend('login', 10);
      expectLimited(await logIn(name, WRONG, from(`${ELSEWHERE}, ${HOME}`)), 900);
      expect((await logIn(name, WRONG, from(`${HOME}, ${ELSEWHERE}`))).status).toBe(401);
    });

    it('by the network where the address is IPv6: whoever has one has all of it', async () => {
      const { name } = await owner();
      await logIn(name, WRONG, from('2001:db8:1:2::1'));
      await spend('login', 10);
      expectLimited(await logIn(name, WRONG, from('2001:db8:1:2:ffff::7')), 900);
      expect((await logIn(name, WRONG, from('2001:db8:1:3::1'))).status).toBe(401);
    });

    it('by the connection alone where the proxy is not trusted', async () => {
      const { name } = await owner();
      const { auth } = market.config;
      const http = { trustedProxies: ['192.0.2.1'] };
      const direct = await createTestApp({ auth, http, limits: { on: true } }, market.database);
      await logIn(name, WRONG, from(HOME), direct);
      await spend('login', 10);
      expectLimited(await logIn(name, WRONG, from(ELSEWHERE), direct), 900);
      // The same address at another instance, or after a restart: the counts are the same.
      expectLimited(await logIn(name, WRONG, {}, market), 900);
      await direct.close();
    });
  });

  it('refuse the thirty-first account from an address, before its name is looked at', async () => {
    const { name } = await owner();
    const create = (username: string, address = HOME) =>
      market.request.post('/users').set(from(address)).send({ username, password: PASSWORD });
    expect((await create(`u_${randomUUID().slice(0, 8)}`)).status).toBe(201);
    await spend('registration', 29);
    expect((await create(name)).status).toBe(409);
    expectLimited(await create(name), 3600);
    expectLimited(await create(`u_${randomUUID().slice(0, 8)}`), 3600);
    expect((await create(`u_${randomUUID().slice(0, 8)}`, ELSEWHERE)).status).toBe(201);
  });

  it('refuse the eleventh wrong current password, and the right one as well; the session stays', async () => {
    const { user, auth } = await owner();
    const change = (current_password: string) =>
      market.request
        .post('/users/me/password')
        .set(auth)
        .send({ current_password, password: 'battery staple' });
    expect((await change(WRONG)).status).toBe(401);
    await spend('password', 10);
    expectLimited(await change(WRONG), 900);
    expectLimited(await change(PASSWORD), 900);
    expect((await market.request.get('/users/me').set(auth)).body.id).toBe(user.id);
  });

  describe('of wrong reset codes', () => {
    const reset = (username: string, code: string, headers = {}) =>
      market.request
        .post('/users/password-reset')
        .set(headers)
        .send({ username, code, password: 'battery staple' });

    it('refuse the eleventh for a name from one address, the right one as well, and nobody’s login', async () => {
      const { user, name } = await owner();
      const code = await codeFor(user.id);
      const answers = await Promise.all(times(20, () => reset(name, WRONG, from(HOME))));
      expect(statuses(answers)).toEqual([...times(10, () => 401), ...times(10, () => 429)]);
      expectLimited(await reset(name, code, from(HOME)), 900);
      expect((await logIn(name, PASSWORD, from(HOME))).status).toBe(200);
      expect((await reset(name, code, from(ELSEWHERE))).status).toBe(204);
    });

    it('refuse the hundred and first of an address, for names that nobody has as for others', async () => {
      const { name } = await owner();
      await reset('nobody', WRONG, from(HOME));
      await spend('reset_address', 99);
      expect((await reset('nobody', WRONG, from(HOME))).status).toBe(401);
      const answers = [await reset('somebody', WRONG, from(HOME)), await reset(name, WRONG, from(HOME))];
      answers.forEach((answer) => {
        expectLimited(answer, 3600);
      });
      expect(answers[1]!.body).toEqual(answers[0]!.body);
    });

    it('are spent by no number of addresses: the code is good from another one', async () => {
      const { user, name } = await owner();
      const code = await codeFor(user.id);
      await Promise.all(times(30, (i) => reset(name, WRONG, from(`192.0.2.${i}`))));
      expect((await reset(name, code, from(HOME))).status).toBe(204);
    });

    it('end with the right one, and so do the wrong passwords before it', async () => {
      const { user, name } = await owner();
      const code = await codeFor(user.id);
      await logIn(name, WRONG, from(HOME));
      await spend('login', 10);
      await reset(name, WRONG, from(HOME));
      expect((await reset(name, code, from(HOME))).status).toBe(204);
      expect([await taken('reset'), await taken('reset_address'), await taken('login')]).toEqual([
        [],
        [1],
        [],
      ]);
      expect((await logIn(name, 'battery staple', from(HOME))).status).toBe(200);
    });
  });

  it('refuse the sixty-first tip of a reader in a minute, and no other reader’s', async () => {
    const [reader, other] = [await register(market), await register(market)];
    const tip = ({ auth }: typeof reader) =>
      market.request.post('/payments/alipay').set(auth).send({ money: '1.00', article_id: randomUUID() });
    const answers = await Promise.all(times(61, () => tip(reader)));
    expect(statuses(answers)).toEqual([...times(60, () => 400), 429]);
    expectLimited(await tip(reader), 60);
    expect((await tip(other)).body.code).toBe('article_not_found');
  });

  it('count an author’s texts by their length: few long ones a minute, many short ones', async () => {
    const { author, article } = await openShop(market);
    const preview = (content: string) =>
      market.request.post('/articles/preview').set(author.auth).send({ content });
    // The article itself was a point of the hundred and twenty.
    for (let i = 0; i < 5; i++) expect((await preview('x'.repeat(100_000))).status).toBe(200);
    expectLimited(await preview('x'.repeat(100_000)), 60);
    expect((await preview('short')).status).toBe(200);
    expect((await preview('x'.repeat(90_000))).status).toBe(200);
    const write = { title: '题', content: '文' };
    expectLimited(await market.request.post('/articles').set(author.auth).send(write), 60);
    expectLimited(await market.request.patch(`/articles/${article.id}`).set(author.auth).send(write), 60);
  });

  it('refuse unsigned callbacks past three hundred from an address, and never one that Alipay signed', async () => {
    const { reader, article } = await openShop(market);
    const [tip, other] = [await order(market, reader, article.id), await order(market, reader, article.id)];
    const unsigned = new URLSearchParams(paymentNotice(tip)).toString();
    const answers = await Promise.all(times(320, () => notify(market, unsigned)));
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(300);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    const query = 'SELECT count(*)::int AS kept FROM callback WHERE NOT verified';
    expect(await market.database.query(query)).toEqual([{ kept: 300 }]);

    const back = (text: string, headers = {}) =>
      market.request.get(`/payments/alipay/result?${text}`).set(headers);
    expectLimited(await back(unsigned), 60);
    expect((await back(unsigned, from(ELSEWHERE))).body).toEqual({ message: '支付失败！' });

    expect(await notify(market, market.sign(paymentNotice(tip)))).toEqual({ status: 200, text: 'success' });
    const mismatched = market.sign(paymentNotice(other, { total_amount: '6.00' }));
    expect(await notify(market, mismatched)).toEqual({ status: 400, text: 'fail' });
    expect(await notify(market, market.sign({ ...paymentNotice(other), total_amount: '?' }))).toEqual({
      status: 400,
      text: 'fail',
    });
    await expectBalanced(market, await registerAdmin(market));
  });

  it('are seen by whoever watches the server, by their names', async () => {
    await logIn('watched', WRONG, from(HOME));
    await spend('login', 10);
    await logIn('watched', WRONG, from(HOME));
    const { text } = await market.request.get('/metrics');
    expect(text).toMatch(/^zanshang_rate_limited_total\{limit="login"\} [1-9]/m);
  });

  it('that are off refuse nothing, count nothing and leave no cookie', async () => {
    const off = await createTestApp({}, market.database);
    const { user } = await register(off);
    const answers = await Promise.all(times(12, () => logIn(user.username, WRONG, {}, off)));
    expect(statuses(answers)).toEqual(times(12, () => 401));
    const { status, headers } = await logIn(user.username, PASSWORD, {}, off);
    expect([status, headers['set-cookie']]).toEqual([200, undefined]);
    expect(await market.database.query('SELECT * FROM rate_count')).toEqual([]);
    await off.close();
  });
});
