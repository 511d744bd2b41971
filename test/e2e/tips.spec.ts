import {
  control,
  type Market,
  openCashier,
  openMarket,
  openShop,
  type Person,
  publish,
} from '../support/alipay.js';
import { parseBeijingTime } from '../../simulator/beijing-time.js';

const FULL_WIDTH_NUMBER = '９.９';

describe('a tip', () => {
  let market: Market;
  let author: Person;
  let reader: Person;
  let article: { id: string };
  beforeAll(async () => {
    market = await openMarket();
    ({ author, reader, article } = await openShop(market));
  });
  afterAll(() => market.close());

  const tip = (body: object, auth: Record<string, string> = reader.auth) =>
    market.request
      .post('/payments/alipay')
      .set(auth)
      .send({ article_id: article.id, ...body });
  const bizContentOf = (payUrl: unknown) =>
    JSON.parse(new URL(payUrl as string).searchParams.get('biz_content')!) as Record<string, string>;

  it.each<[string, unknown]>([
    ...[0, -5, 1.001, '1e2', 10000, 'abc', null, [5], {}, '0x10', ' ', undefined, FULL_WIDTH_NUMBER].map(
      (money): [string, unknown] => [money === undefined ? 'nothing' : JSON.stringify(money), money],
    ),
    ...[
      '',
      '0',
      '0.00',
      '-0.01',
      '+1',
      '1.',
      '.5',
      '05',
      '1,5',
      ' 1',
      '1 ',
      '1\n',
      'NaN',
      'Infinity',
      '10000.00',
    ].map((money): [string, unknown] => [JSON.stringify(money), money]),
    ['true', true],
    ['a sum of floats', 0.1 + 0.2],
    ['a very small number', 1e-7],
    ['an object with toString', { toString: '5' }],
  ])('of %s yuan is 400 invalid_input naming money', async (_, money) => {
    const { status, body } = await tip({ money });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'money' }] });
  });

  it.each<[unknown, string]>([
    [0.1, '0.10'],
    [0.29, '0.29'],
    [1.15, '1.15'],
    [4.35, '4.35'],
    [19.99, '19.99'],
    ['9999.99', '9999.99'],
    [0.01, '0.01'],
    ['8', '8.00'],
    [1e2, '100.00'],
  ])('of %p reaches Alipay as %s', async (money, yuan) => {
    const { status, body } = await tip({ money });
    expect(status).toBe(201);
    expect(bizContentOf(body).total_amount).toBe(yuan);
    await openCashier(body as string);
    const trade = await control(market, bizContentOf(body).out_trade_no!, 'close');
    expect(trade.total_amount).toBe(yuan);
  });

  it('works for the tutorial client unchanged', async () => {
    const response = await fetch(`${market.url}/payments/alipay/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json;charset=utf-8', authorization: `jwt ${reader.token}` },
      body: JSON.stringify({ money: 5, message: '', article_id: article.id }),
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('location')).toMatch(/^\/rewards\/[0-9a-f-]{36}$/);
    const text = await response.text();
    expect(text.startsWith('"http')).toBe(true);
    await openCashier(JSON.parse(text) as string);
  });

  it('is shown pending to its reader, with its number, article and people', async () => {
    const { headers, body } = await tip({ money: '5.00', message: '好' });
    const reward = await market.request.get(headers.location!).set(reader.auth);
    expect(reward.body).toMatchObject({
      out_trade_no: bizContentOf(body).out_trade_no,
      trade_no: '',
      money: '5.00',
      refunded_money: '0.00',
      channel: 'alipay',
      status: 'pending',
      message: '好',
      article: { id: article.id, title: '一篇好文章' },
      user: { id: reader.user.id },
      author: { id: author.user.id },
      paid_time: null,
    });
    const received = await market.request.get('/rewards?role=received').set(author.auth);
    expect(received.body.items).toEqual([]);
  });

  it('asks Alipay to end the order after the timeout, in Beijing time whatever the zone', async () => {
    const before = Date.now();
    const { time_expire } = bizContentOf((await tip({ money: 1 })).body);
    const expires = parseBeijingTime(time_expire!)!;
    expect(expires).toBeGreaterThan(before + 29.9 * 60_000);
    expect(expires).toBeLessThanOrEqual(Date.now() + 30 * 60_000);
  });

  it('needs somebody logged in', async () => {
    expect((await tip({ money: 1 }, {})).status).toBe(401);
  });

  it('to oneself is 409 self_tip, also of a draft', async () => {
    const draft = await publish(market, author, { is_show: false });
    for (const article_id of [article.id, draft.id]) {
      const { status, body } = await tip({ money: 1, article_id }, author.auth);
      expect([status, body.code]).toEqual([409, 'self_tip']);
    }
  });

  it('for an article that the reader cannot see is 400 article_not_found', async () => {
    const draft = await publish(market, author, { is_show: false });
    const hidden = await publish(market, author, { is_public: false });
    const deleted = await publish(market, author);
    await market.request.delete(`/articles/${deleted.id}`).set(author.auth).expect(204);
    const unknown = '01980000-0000-7000-8000-000000000000';
    for (const article_id of [
      draft.id,
      hidden.id,
      deleted.id,
      unknown,
      '1',
      "' OR 1=1",
      article.id.toUpperCase(),
    ]) {
      const { status, body } = await tip({ money: 1, article_id });
      expect([article_id, status, body.code, body.detail]).toEqual([
        article_id,
        400,
        'article_not_found',
        '打赏的文章不存在！',
      ]);
    }
  });

  it.each([[undefined], [''], [5], [null], [['x']], ['x'.repeat(300)]])(
    'with the article id %p is 400 naming it',
    async (article_id) => {
      const { status, body } = await tip({ money: 1, article_id });
      expect([status, body.errors[0].field]).toEqual([400, 'article_id']);
    },
  );

  it.each([
    ['500 letters', 'x'.repeat(500), 201],
    ['500 emoji', '👍'.repeat(500), 201],
    ['501 letters', 'x'.repeat(501), 400],
    ['501 emoji', '👍'.repeat(501), 400],
    ['several lines', '一\n二', 201],
    ['NUL', 'a\u0000', 400],
    ['half an emoji', '\ud83d', 400],
    ['a number', 5, 400],
    ['null', null, 201],
  ])('takes a message of up to 500 characters: %s', async (_, message, expected) => {
    const { status, body, headers } = await tip({ money: 1, message });
    expect(status).toBe(expected);
    if (expected === 400) expect(body.errors[0].field).toBe('message');
    else {
      const reward = await market.request.get(headers.location!).set(reader.auth);
      expect(reward.body.message).toBe(message ?? '');
    }
  });

  it.each([0, 3, '1', 'balance', [1]])('of type %p is 400', async (type) => {
    const { status, body } = await tip({ money: 1, type });
    expect([status, body.errors[0].field]).toEqual([400, 'type']);
  });

  it('makes a title safe for Alipay, and the cashier takes it', async () => {
    const nasty = await publish(market, author, { title: 'a/b=c&d 100%+"<b>\'\\ 😀' });
    await market.database.query(`UPDATE article SET title = title || E'\\u0007\\n\\u202Ex' WHERE id = $1`, [
      nasty.id,
    ]);
    const { body } = await tip({ money: 1, article_id: nasty.id });
    const { subject } = bizContentOf(body);
    expect(subject).toBe('打赏《a／b＝c＆d 100%+"<b>\'\\ 😀 x》');
    await openCashier(body as string);
  });

  it('cuts a long title', async () => {
    const long = await publish(market, author, { title: '长'.repeat(150) });
    const { subject } = bizContentOf((await tip({ money: 1, article_id: long.id })).body);
    expect(subject).toBe(`打赏《${'长'.repeat(100)}…》`);
  });
});
