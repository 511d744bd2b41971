import fc from 'fast-check';
import { paymentNotice } from '../support/alipay.js';
import { expectBalanced, returnNotice } from '../support/books.js';
import { complaintsAbout } from '../support/fuzz/answers.js';
import { type Operation, operations } from '../support/fuzz/api-document.js';
import { type Cast, named, openCast } from '../support/fuzz/cast.js';
import { heldMegabytes } from '../support/fuzz/memory.js';
import { nastyText } from '../support/fuzz/nasty.js';
import { type FuzzedRequest, requestsTo } from '../support/fuzz/requests.js';
import { fixtures, runs, seed } from '../support/fuzz/seed.js';
import { Client, headerValue } from '../support/fuzz/send.js';

/** Requests to each route. */
const REQUESTS = 8;

/** A request that is tried in each run, the route it is for, and what is in its body how often. */
interface Fixture extends Partial<FuzzedRequest> {
  readonly route: string;
  readonly repeated?: readonly [text: string, times: number];
}

const USUAL: FuzzedRequest = {
  as: 'user',
  by: 'Bearer',
  path: {},
  query: '',
  headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
};

describe('every route of docs/openapi.json, whatever it is asked,', () => {
  let cast: Cast;
  let client: Client;
  beforeAll(async () => {
    cast = await openCast();
    client = new Client(cast.market.url);
  });
  afterAll(async () => {
    client.close();
    await cast.close();
  });

  /** @returns what is wrong with the answer */
  async function ask(operation: Operation, request: FuzzedRequest): Promise<string[]> {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => named(cast, request.path[name]!));
    const query = request.query === '' ? '' : `?${named(cast, request.query)}`;
    const body = request.body === undefined ? undefined : Buffer.from(named(cast, request.body));
    const answer = await client.send({
      method: operation.method,
      path: `${path}${query}`,
      headers: headersOf(request),
      body,
    });
    if (operation.method !== 'GET') await cast.restore();
    return complaintsAbout(operation, answer, isRouted(request));
  }

  function headersOf({ as, by, headers }: FuzzedRequest): Record<string, string> {
    const sendable = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, headerValue(value)]),
    );
    if (as === 'nobody') return sendable;
    const { token } = cast.people[as];
    return by === 'cookie'
      ? { ...sendable, cookie: `zanshang=${token}` }
      : { ...sendable, authorization: `${by} ${token}` };
  }

  const firstFor = ({ name }: Operation): FuzzedRequest[] =>
    fixtures<Fixture>('requests')
      .filter(({ route }) => route === name)
      .map(({ route, repeated: [text, times] = ['', 0], ...changes }) => ({
        ...USUAL,
        ...changes,
        body: changes.body?.replace('<repeated>', () => text.repeat(times)),
      }));

  it.each(operations.map((operation, i): [string, Operation, number] => [operation.name, operation, i]))(
    'answers as it says: %s',
    async (_, operation, i) => {
      await fc.assert(
        fc.asyncProperty(requestsTo(operation), async (request) => {
          expect(await ask(operation, request)).toEqual([]);
        }),
        // The same seed would ask each route by the same people in the same order.
        { ...runs(REQUESTS, firstFor(operation)), seed: seed + i },
      );
    },
  );

  it('answers whatever Alipay signed', async () => {
    const tip = {
      outTradeNo: cast.names.out_trade_no!,
      bizContent: { total_amount: '5.00', subject: '打赏' },
    };
    const [returned, notified] = ['GET', 'POST'].map((method) =>
      operations.find(({ name }) => name === `${method} /payments/alipay/result`)!,
    ) as [Operation, Operation];
    await fc.assert(
      fc.asyncProperty(messageChanges, async (changes) => {
        const whole = Object.entries(changes).map(([name, value]) => [name, named(cast, value)]);
        const notice = paymentNotice(tip, Object.fromEntries(whole) as Record<string, string>);
        const body = cast.market.sign(notice);
        expect(await ask(notified, { ...USUAL, as: 'nobody', body })).toEqual([]);
        const query = cast.market.sign(returnNotice(notice));
        if (query.length < 8000) expect(await ask(returned, { ...USUAL, as: 'nobody', query })).toEqual([]);
      }),
      runs(120, fixtures<Record<string, string>>('messages')),
    );
  });

  it('leaves the books balanced', async () => {
    await expectBalanced(cast.market, cast.people.admin);
  });

  it('asks for no more memory the second time', async () => {
    const requests = operations.flatMap((operation) =>
      fc.sample(requestsTo(operation), { seed, numRuns: 4 }).map((request) => ({ operation, request })),
    );
    const held: number[] = [];
    for (let round = 0; round < 2; round++) {
      for (const { operation, request } of requests) await ask(operation, request);
      held.push(heldMegabytes());
    }
    expect(held[1]! - held[0]!).toBeLessThan(32);
  });
});

/** What a message says otherwise than one about a tip that was paid; fixtures/messages.json holds such changes. */
const messageChanges: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom(
    ...['out_trade_no', 'trade_no', 'total_amount', 'refund_fee', 'out_biz_no', 'gmt_payment', 'gmt_refund'],
    ...['trade_status', 'notify_type', 'notify_id', 'seller_id', 'app_id', 'subject', 'fund_bill_list', 'x'],
  ),
  fc.oneof(
    fc.constantFrom('<pending_no>', '<out_trade_no>', '<trade_no>', '5.00', '0.00', '2.00', 'TRADE_CLOSED'),
    nastyText,
  ),
  { maxKeys: 4 },
);

/** Whether the path is one that the router knows: each part decodes, and is not too long for it. */
function isRouted({ path }: FuzzedRequest): boolean {
  return Object.values(path).every((part) => {
    try {
      return decodeURIComponent(part).length <= 200;
    } catch {
      return false;
    }
  });
}
