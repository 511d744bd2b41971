import fc from 'fast-check';
import {
  type Market,
  openMarket,
  openShop,
  order,
  paymentNotice,
  type Person,
  publish,
} from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { expectBalanced, rewardOf, send, SUCCESS } from '../support/books.js';

const USUAL = {
  presets: ['2.00', '5.00', '10.00', '20.00', '50.00', '100.00'],
  invitation: '',
  thanks: '',
};

describe('an author who asks for tips', () => {
  let market: Market;
  let author: Person;
  beforeAll(async () => {
    market = await openMarket();
  });
  beforeEach(async () => {
    author = await register(market);
  });
  afterAll(() => market.close());

  const settings = async (by: Person = author) =>
    (await market.request.get('/users/me/tipping').set(by.auth)).body as typeof USUAL;
  const change = (body: object, by: Person = author) =>
    market.request.patch('/users/me/tipping').set(by.auth).send(body);
  const articleOf = async (id: string) => (await market.request.get(`/articles/${id}`)).body;

  it('offers the usual amounts until they say otherwise', async () => {
    expect(await settings()).toEqual(USUAL);
    expect((await change({})).body).toEqual(USUAL);
  });

  it('changes what they name, keeps the order, and leaves the rest and other people alone', async () => {
    const presets = [66, '8.8', '0.01', 9999.99];
    const changed = {
      presets: ['66.00', '8.80', '0.01', '9999.99'],
      invitation: '请我喝茶',
      thanks: '谢谢\n你',
    };
    expect((await change({ presets, invitation: '请我喝茶' })).body).toEqual({ ...changed, thanks: '' });
    expect((await change({ thanks: '谢谢\n你' })).body).toEqual(changed);
    expect(await settings()).toEqual(changed);
    expect((await change({ invitation: '' })).body).toEqual({ ...changed, invitation: '' });
    expect(await settings(await register(market))).toEqual(USUAL);
  });

  it('loses nothing when two pages change different things at once', async () => {
    await Promise.all([
      change({ presets: ['1.00'] }),
      change({ invitation: '一' }),
      change({ thanks: '谢' }),
    ]);
    expect(await settings()).toEqual({ presets: ['1.00'], invitation: '一', thanks: '谢' });
  });

  it.each<[string, object, string]>([
    ['no amount', { presets: [] }, 'presets'],
    ['seven amounts', { presets: [1, 2, 3, 4, 5, 6, 7] }, 'presets'],
    ['the same amount twice', { presets: ['5.00', '5.00'] }, 'presets'],
    ['the same amount in two spellings', { presets: ['5', 5] }, 'presets'],
    ['a sum of floats', { presets: [0.1 + 0.2] }, 'presets'],
    ['three decimals', { presets: ['1.001'] }, 'presets'],
    ['zero', { presets: ['0.00'] }, 'presets'],
    ['less than nothing', { presets: [-1] }, 'presets'],
    ['more than a tip may be', { presets: ['10000.00'] }, 'presets'],
    ['an exponent', { presets: ['1e2'] }, 'presets'],
    ['an amount that is none', { presets: ['5.00', null] }, 'presets'],
    ['a list in a list', { presets: [['5.00']] }, 'presets'],
    ['an object', { presets: { 0: '5.00', length: 1 } }, 'presets'],
    ['text', { presets: '5.00' }, 'presets'],
    ['null', { presets: null }, 'presets'],
    ['a long invitation', { invitation: '长'.repeat(101) }, 'invitation'],
    ['an invitation of two lines', { invitation: '一\n二' }, 'invitation'],
    ['an invitation that is null', { invitation: null }, 'invitation'],
    ['long thanks', { thanks: '谢'.repeat(201) }, 'thanks'],
    ['thanks that are a number', { thanks: 5 }, 'thanks'],
  ])('is refused %s', async (_, body, field) => {
    const response = await change(body);
    expect(response.status).toBe(400);
    expect(response.body).toMatchObject({ code: 'invalid_input', errors: [{ field }] });
    expect(await settings()).toEqual(USUAL);
  });

  it('has exactly those amounts taken that a tip may have', async () => {
    const { reader, article } = await openShop(market);
    const wild = fc.oneof(
      fc.stringMatching(/^-?\d{0,5}\.?\d{0,3}$/),
      fc.double({ min: -1, max: 20_000 }),
      fc.integer({ min: -2, max: 11_000 }),
      fc.constantFrom(' 5', '5 ', '５', '0x5', true, null),
    );
    await fc.assert(
      fc.asyncProperty(wild, async (amount) => {
        const body = { money: amount, article_id: article.id };
        const tip = await market.request.post('/payments/alipay').set(reader.auth).send(body);
        expect((await change({ presets: [amount] })).status).toBe(tip.status === 201 ? 200 : 400);
      }),
      { numRuns: 60 },
    );
  });

  it('is asked who they are', async () => {
    expect((await market.request.patch('/users/me/tipping').send({ thanks: '谢' })).status).toBe(401);
  });

  describe('for an article', () => {
    it('shows how under it, open unless they say otherwise, in lists as well', async () => {
      await change({ presets: ['1.00'], invitation: '请', thanks: '谢谢' });
      const open = await publish(market, author);
      const closed = await publish(market, author, { tips_open: false });
      const tipping = { presets: ['1.00'], invitation: '请', thanks: '谢谢' };
      expect(open).toMatchObject({ tipping: { open: true, ...tipping } });
      expect(await articleOf(closed.id)).toMatchObject({ tipping: { open: false, ...tipping } });
      const other = await publish(market, await register(market));
      const { body } = await market.request.get('/articles?limit=3');
      expect(body.items.map(({ tipping: t }: { tipping: unknown }) => t)).toEqual([
        { open: true, ...USUAL },
        { open: false, ...tipping },
        { open: true, ...tipping },
      ]);
      expect(body.items[0].id).toBe(other.id);
    });

    it('turns tipping off and on again', async () => {
      const { id } = await publish(market, author);
      const turn = (tips_open: unknown) =>
        market.request.patch(`/articles/${id}`).set(author.auth).send({ tips_open });
      expect((await turn(false)).body.tipping.open).toBe(false);
      expect((await turn(true)).body.tipping.open).toBe(true);
      expect((await turn('yes')).status).toBe(400);
      expect((await turn(null)).status).toBe(400);
    });

    it('cannot turn it off for other people’s', async () => {
      const { article, reader } = await openShop(market);
      const turnOff = market.request.patch(`/articles/${article.id}`).send({ tips_open: false });
      const { status, body } = await turnOff.set(reader.auth);
      expect([status, body.code]).toEqual([403, 'forbidden']);
      expect((await articleOf(article.id)).tipping.open).toBe(true);
    });
  });

  describe('and then does not', () => {
    const tip = (reader: Person, articleId: string, body: object = {}, key?: string) =>
      market.request
        .post('/payments/alipay')
        .set({ ...reader.auth, ...(key !== undefined && { 'Idempotency-Key': key }) })
        .send({ money: '5.00', article_id: articleId, ...body });
    const turn = (by: Person, id: string, tips_open: boolean) =>
      market.request.patch(`/articles/${id}`).set(by.auth).send({ tips_open }).expect(200);

    it.each([1, 2])('gets no new tip by type %d: 409 tips_closed', async (type) => {
      const shop = await openShop(market, { tips_open: false });
      const { status, body } = await tip(shop.reader, shop.article.id, { type });
      expect([status, body.code]).toEqual([409, 'tips_closed']);
      const { body: sent } = await market.request.get('/rewards').set(shop.reader.auth);
      expect(sent.items).toEqual([]);
    });

    it('still is told first what is worse: their own article, or one that cannot be seen', async () => {
      const shop = await openShop(market, { tips_open: false });
      expect((await tip(shop.author, shop.article.id)).body.code).toBe('self_tip');
      const draft = await publish(market, shop.author, { tips_open: false, is_show: false });
      expect((await tip(shop.reader, draft.id)).body.code).toBe('article_not_found');
    });

    it('is credited what was begun before, and its key still answers its order', async () => {
      const { author: owner, reader, article } = await openShop(market);
      const first = await tip(reader, article.id, {}, 'before');
      const begun = await order(market, reader, article.id, '2.00');
      await turn(owner, article.id, false);

      const again = await tip(reader, article.id, {}, 'before');
      expect([again.status, again.headers.location]).toEqual([201, first.headers.location]);
      expect(bizContentOf(again.body)).toEqual(bizContentOf(first.body));
      expect((await tip(reader, article.id, {}, 'after')).status).toBe(409);
      expect(await send(market, paymentNotice(begun))).toEqual(SUCCESS);
      expect(await rewardOf(market, owner, begun.rewardId)).toMatchObject({ status: 'paid', money: '2.00' });
      await turn(owner, article.id, true);
      expect((await tip(reader, article.id, {}, 'after')).status).toBe(201);
      await expectBalanced(market, await registerAdmin(market));
    });
  });
});

describe('a preview', () => {
  let market: Market;
  let author: Person;
  beforeAll(async () => {
    market = await openMarket();
    author = await register(market);
  });
  afterAll(() => market.close());

  const preview = (body: object) => market.request.post('/articles/preview').set(author.auth).send(body);

  it('is what saving would show, and saves nothing', async () => {
    const content =
      '# 你好\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![图](https://example.com/a.png)';
    const { status, body } = await preview({ content });
    expect(status).toBe(200);
    expect((await market.request.get('/articles')).body.items).toEqual([]);
    const saved = await publish(market, author, { content });
    expect(body).toEqual({ html_content: (saved as unknown as Record<string, string>).html_content });
  });

  it('of nothing is nothing', async () => {
    expect((await preview({ content: '' })).body).toEqual({ html_content: '' });
  });

  it.each([{}, { content: null }, { content: 5 }, { content: '长'.repeat(100_001) }, { content: '\u0000' }])(
    'of what could not be saved is refused (%#)',
    async (body) => {
      const { status, body: answer } = await preview(body);
      expect([status, answer.code, answer.errors[0].field]).toEqual([400, 'invalid_input', 'content']);
    },
  );

  it('is for people who are logged in', async () => {
    expect((await market.request.post('/articles/preview').send({ content: '# 好' })).status).toBe(401);
  });
});

function bizContentOf(payUrl: unknown): Record<string, string> {
  return JSON.parse(new URL(payUrl as string).searchParams.get('biz_content')!) as Record<string, string>;
}
