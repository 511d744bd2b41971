import { type Market, type Person, openMarket } from '../support/alipay.js';
import { type TestApp, registerAdmin } from '../support/app.js';
import { STORY_LIMIT_MS, type Story, failEverywhere } from '../support/crash/story.js';
import { decide, earner, sweepWithdrawals, withdraw, withdrawalOf } from '../support/payouts.js';

const FAILURES = ['killed', 'cut_before', 'answer_lost'] as const;

describe('a withdrawal that fails at any step', () => {
  let market: Market;
  let admin: Person;
  let author: Person;
  let made = 0;
  beforeAll(async () => {
    market = await openMarket({ certified: true, withdrawals: { minFen: 10n, holdDays: 0 } });
    admin = await registerAdmin(market);
    author = await earner(market, '1000.00');
  });
  afterAll(() => market.close());

  const rows = (sql: string, ...values: unknown[]) => market.database.query(sql, values);
  const ask = (server: TestApp, name: string) =>
    withdraw(server, author, '0.10', { name }).set('Idempotency-Key', name.replaceAll(' ', '-'));

  /** The author had no answer and asks again with the same key. */
  const request: Story<string> = {
    prepare: () => Promise.resolve(`Zhang San ${++made}`),
    act: ask,
    async recover(server, name) {
      expect((await ask(server, name)).status).toBe(201);
    },
    async verify(name) {
      expect(await rows('SELECT status, amount_fen FROM withdrawal WHERE name = $1', name)).toEqual([
        { status: 'requested', amount_fen: '10' },
      ]);
    },
  };

  interface Requested {
    id: string;
    revision: number;
  }

  /** The administrator had no answer, looks, and decides where nothing is decided; the sweep pays what is approved. */
  function decision(
    account: string,
    outcome: { status: string; there: string | undefined },
  ): Story<Requested> {
    return {
      async prepare() {
        const { body } = await withdraw(market, author, '0.10', { account });
        return body as Requested;
      },
      act: (server, requested) => decide(server, admin, requested, 'approve'),
      async recover(server, { id }, senderFirst) {
        const approve = async () => {
          const seen = (await withdrawalOf(server, admin, id)) as Requested & { status: string };
          if (seen.status === 'requested')
            expect((await decide(server, admin, seen, 'approve')).status).toBe(200);
        };
        if (senderFirst) await approve();
        await sweepWithdrawals(server);
        await approve();
        await sweepWithdrawals(server);
      },
      async verify({ id }) {
        expect(await rows('SELECT status FROM withdrawal WHERE id = $1', id)).toEqual([
          { status: outcome.status },
        ]);
        const transfer = await fetch(`${market.simulator.url}/simulator/transfers/${id.replaceAll('-', '')}`);
        expect(((await transfer.json()) as { status?: string }).status).toBe(outcome.there);
      },
    };
  }

  it.each(FAILURES)(
    'sets the amount aside once, whichever step of asking for it was %s',
    async (failure) => {
      const { steps, wrong } = await failEverywhere(market, admin, request, failure);
      expect(wrong).toEqual([]);
      expect(steps).toEqual(expect.arrayContaining(['payouts.insert', 'wallet.write_transfers', 'COMMIT']));
    },
    STORY_LIMIT_MS,
  );

  it.each(FAILURES)(
    'is paid once, whichever step of approving and sending it was %s',
    async (failure) => {
      const paid = decision('author@example.com', { status: 'paid', there: 'SUCCESS' });
      const { steps, wrong } = await failEverywhere(market, admin, paid, failure);
      expect(wrong).toEqual([]);
      // Approved, on its way, paid: three times something is written down.
      expect(steps.filter((step) => step === 'COMMIT')).toHaveLength(3);
      expect(steps).toContain('gateway send');
    },
    STORY_LIMIT_MS,
  );

  it.each(FAILURES)(
    'that Alipay refuses is the author’s again, whichever step was %s',
    async (failure) => {
      const refused = {
        ...decision('payee_not_exist@refused.test', { status: 'failed', there: undefined }),
        from: 'gateway send',
      };
      const { steps, wrong } = await failEverywhere(market, admin, refused, failure);
      expect(wrong).toEqual([]);
      expect(steps).toEqual(expect.arrayContaining(['gateway send', 'gateway query']));
    },
    STORY_LIMIT_MS,
  );
});
