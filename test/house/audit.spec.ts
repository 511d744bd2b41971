import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Response } from 'supertest';
import { type Market, type Person, openMarket, openShop, order } from '../support/alipay.js';
import { register, registerAdmin } from '../support/app.js';
import { beijingDay } from '../support/bills.js';
import { age, decide, earner, tip, withdraw } from '../support/payouts.js';
import { switchOn } from '../support/second-factor.js';

interface Recorded {
  action: string;
  subject: string;
  admin: { id: string; username: string };
  address: string;
  request_id: string;
  detail: Record<string, unknown>;
}

/** What a route's act is to leave in the record. */
interface Done {
  response: Response;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

describe('every act of an administrator', () => {
  let market: Market;
  let admin: Person;
  beforeAll(async () => {
    market = await openMarket({ refunds: { dualControlFen: 50_00n } });
    admin = await registerAdmin(market);
  });
  afterAll(() => market.close());

  /** Each mutating route, done once: a new one without a line here fails, and so does one that records nothing. */
  const acts: Record<string, () => Promise<Done>> = {
    'PATCH /admin/users/:id': async () => {
      const { user } = await register(market);
      const response = await patchUser(user.id, { role: 'admin' });
      const [before, after] = [
        { role: 'user', is_active: true },
        { role: 'admin', is_active: true },
      ];
      return { response, action: 'user.change', subject: user.id, detail: { before, after } };
    },
    'DELETE /admin/users/:id/second-factor': async () => {
      const { user, auth } = await register(market);
      await switchOn(market, auth);
      const response = await market.request.delete(`/admin/users/${user.id}/second-factor`).set(admin.auth);
      return { response, action: 'user.remove_second_factor', subject: user.id, detail: {} };
    },
    'POST /admin/users/:id/password-reset': async () => {
      const { user } = await register(market);
      const response = await market.request.post(`/admin/users/${user.id}/password-reset`).set(admin.auth);
      const detail = { expires_time: response.body.expires_time as string };
      return { response, action: 'user.reset_password', subject: user.id, detail };
    },
    'POST /admin/rewards/:id/refunds': async () => {
      const { reader, article } = await openShop(market);
      const rewardId = await tip(market, reader, article.id, '5.00');
      const response = await market.request
        .post(`/admin/rewards/${rewardId}/refunds`)
        .set(admin.auth)
        .send({ money: '2.00', reason: '误操作' });
      const detail = {
        ...{ refund_id: response.body.id as string, money: '2.00' },
        ...{ reason: '误操作', awaits_approval: false },
      };
      return { response, action: 'refund.request', subject: rewardId, detail };
    },
    'POST /admin/refunds/:id/approve': () => secondOpinion('approve', {}),
    'POST /admin/refunds/:id/decline': () => secondOpinion('decline', { reason: 'x' }),
    'POST /admin/rewards/:id/confirm': async () => {
      const { reader, article } = await openShop(market);
      const { rewardId } = await order(market, reader, article.id);
      const response = await market.request.post(`/admin/rewards/${rewardId}/confirm`).set(admin.auth);
      return { response, action: 'reward.confirm', subject: rewardId, detail: { outcome: 'not_there' } };
    },
    'POST /admin/withdrawals/:id/approve': () => decided('approve', 'approved'),
    'POST /admin/withdrawals/:id/reject': () => decided('reject', 'rejected'),
    'POST /admin/withdrawals/:id/pay-by-hand': async () => {
      const asked = await request();
      const { body } = await decide(market, admin, asked, 'approve');
      const seen = { id: asked.id, revision: (body as { revision: number }).revision };
      const response = await decide(market, admin, seen, 'pay-by-hand', { proof: 'transfer 1' });
      const detail = { revision: seen.revision, before: 'approved', after: 'paid' };
      return { response, action: 'withdrawal.pay_by_hand', subject: asked.id, detail };
    },
    'POST /admin/reconciliations': async () => {
      const date = beijingDay();
      const response = await market.request.post('/admin/reconciliations').set(admin.auth).send({ date });
      return { response, action: 'reconciliation.run', subject: date, detail: { outcome: 'fetched' } };
    },
  };

  function patchUser(id: string, body: object) {
    return market.request.patch(`/admin/users/${id}`).set(admin.auth).send(body);
  }

  async function request(): Promise<{ id: string; revision: number }> {
    const author = await earner(market, '20.00');
    await age(market, author, 8);
    return (await withdraw(market, author, '10.00')).body as { id: string; revision: number };
  }

  async function secondOpinion(decision: 'approve' | 'decline', body: object): Promise<Done> {
    const { reader, article } = await openShop(market);
    const rewardId = await tip(market, reader, article.id, '50.00');
    const proposer = await registerAdmin(market);
    const proposed = await market.request
      .post(`/admin/rewards/${rewardId}/refunds`)
      .set(proposer.auth)
      .send({ reason: 'x' });
    const { id } = proposed.body as { id: string };
    const response = await market.request.post(`/admin/refunds/${id}/${decision}`).set(admin.auth).send(body);
    const detail = { refund_id: id, money: '50.00' };
    return { response, action: `refund.${decision}`, subject: rewardId, detail };
  }

  async function decided(decision: 'approve' | 'reject', after: string): Promise<Done> {
    const asked = await request();
    const response = await decide(market, admin, asked, decision);
    const detail = { revision: asked.revision, before: 'requested', after };
    return { response, action: `withdrawal.${decision}`, subject: asked.id, detail };
  }

  async function recorded(query: object): Promise<Recorded[]> {
    const { body } = await market.request.get('/admin/audit').query(query).set(admin.auth);
    return (body as { items: Recorded[] }).items;
  }

  it('that a route does has its line here', () => {
    expect(mutatingRoutes(market).sort()).toEqual(Object.keys(acts).sort());
  });

  it.each(Object.keys(acts))(
    'is recorded once, with who, whence, what and the outcome: %s',
    async (route) => {
      const { response, action, subject, detail } = await acts[route]!();
      expect(response.status).toBeLessThan(300);
      const own = (await recorded({ subject })).filter((act) => act.action === action);
      expect(own).toEqual([
        expect.objectContaining({
          action,
          subject,
          detail,
          admin: { id: admin.user.id, username: admin.user.username },
          address: '127.0.0.1',
          request_id: response.headers['x-request-id'],
        }),
      ]);
    },
  );

  it('leaves nothing where it was refused', async () => {
    const { reader, article } = await openShop(market);
    const rewardId = await tip(market, reader, article.id, '5.00');
    const tooMuch = { money: '9.00', reason: 'x' };
    const refused = await market.request
      .post(`/admin/rewards/${rewardId}/refunds`)
      .set(admin.auth)
      .send(tooMuch);
    expect(refused.status).toBe(409);
    const asked = await request();
    expect((await decide(market, admin, { ...asked, revision: 99 }, 'approve')).status).toBe(409);
    expect([...(await recorded({ subject: rewardId })), ...(await recorded({ subject: asked.id }))]).toEqual(
      [],
    );
  });

  it('is recorded with its failure where the gateway gave no answer', async () => {
    const { reader, article } = await openShop(market);
    const { rewardId } = await order(market, reader, article.id);
    market.simulator.faults.set({ gateway: { down: true } });
    const answer = await market.request.post(`/admin/rewards/${rewardId}/confirm`).set(admin.auth);
    market.simulator.faults.reset();
    expect(answer.status).toBe(502);
    expect(await recorded({ subject: rewardId })).toMatchObject([{ detail: { outcome: 'gateway_unknown' } }]);
  });

  it('is one record however often it is repeated under one Idempotency-Key', async () => {
    const { reader, article } = await openShop(market);
    const rewardId = await tip(market, reader, article.id, '5.00');
    const ask = () =>
      market.request
        .post(`/admin/rewards/${rewardId}/refunds`)
        .set({ ...admin.auth, 'Idempotency-Key': 'once' })
        .send({ reason: 'x' });
    await Promise.all([ask(), ask(), ask()]);
    expect(await recorded({ subject: rewardId })).toHaveLength(1);
  });

  it('cannot be changed, removed or emptied, not even by hand', async () => {
    for (const sql of ['UPDATE admin_act SET address = NULL', 'DELETE FROM admin_act', 'TRUNCATE admin_act'])
      await expect(market.database.query(sql)).rejects.toThrow(/append-only/);
  });

  it('is found by who, what, on what and when, page by page', async () => {
    const other = await registerAdmin(market);
    const { user } = await register(market);
    const toggle = (is_active: boolean) =>
      market.request.patch(`/admin/users/${user.id}`).set(other.auth).send({ is_active });
    for (const active of [false, true, false]) expect((await toggle(active)).status).toBe(200);
    expect(await recorded({ admin: other.user.username.toUpperCase() })).toHaveLength(3);
    expect(await recorded({ admin: other.user.id, action: 'user.change' })).toHaveLength(3);
    expect(await recorded({ admin: other.user.id, action: 'refund.request' })).toEqual([]);
    expect(await recorded({ admin: other.user.id, to: '2026-01-01' })).toEqual([]);
    const tomorrow = beijingDay(1);
    expect(await recorded({ admin: other.user.id, from: tomorrow })).toEqual([]);
    const query = { subject: user.id, limit: 2 };
    const first = await market.request.get('/admin/audit').query(query).set(admin.auth);
    const rest = { ...query, cursor: first.body.next_cursor as string };
    const second = await market.request.get('/admin/audit').query(rest).set(admin.auth);
    const active = [...first.body.items, ...second.body.items].map(
      (act: { detail: { after: { is_active: boolean } } }) => act.detail.after.is_active,
    );
    expect(active).toEqual([false, true, false]);
    expect(second.body.next_cursor).toBeNull();
  });

  it('is looked for with filters that make sense', async () => {
    const wrong = { action: 'steal', from: 'yesterday', cursor: 'x'.repeat(501) };
    const { status, body } = await market.request.get('/admin/audit').query(wrong).set(admin.auth);
    expect(status).toBe(400);
    const fields = (body as { errors: { field: string }[] }).errors.map(({ field }) => field);
    expect(fields.sort()).toEqual(['action', 'cursor', 'from']);
  });
});

/** `METHOD /path` of every administrators' route that is more than a question. */
function mutatingRoutes({ app }: Market): string[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const { prototype } = metatype as { prototype: Record<string, () => void> };
    const base = Reflect.getMetadata(PATH_METADATA, metatype as object) as string;
    return new MetadataScanner()
      .getAllMethodNames(prototype)
      .map((name) => prototype[name]!)
      .filter((handler) => Reflect.hasMetadata(PATH_METADATA, handler))
      .map((handler) => {
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
        const path = `/${base}/${Reflect.getMetadata(PATH_METADATA, handler) as string}`;
        return `${method} ${path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')}`;
      })
      .filter((route) => /^(POST|PUT|PATCH|DELETE) \/admin/.test(route));
  });
}
