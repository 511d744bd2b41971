import { type Market, notify, type Person } from './alipay.js';
import type { TestApp } from './app.js';

export interface KeptCallback {
  source: string;
  verified: boolean;
  outcome: string;
  times: number;
  out_trade_no: string;
  trade_no: string;
  params: Record<string, string>;
}

/** What was kept of the messages about an order, newest first. */
export async function callbacksOf(app: TestApp, admin: Person, outTradeNo: string): Promise<KeptCallback[]> {
  const { body } = await app.request
    .get('/admin/callbacks')
    .query({ out_trade_no: outTradeNo, limit: 100 })
    .set(admin.auth);
  return body.items as KeptCallback[];
}

/** The outcomes of the messages from one source about an order, oldest first. */
export async function outcomesOf(app: TestApp, admin: Person, outTradeNo: string, source = 'notify') {
  const kept = await callbacksOf(app, admin, outTradeNo);
  return kept
    .filter((callback) => callback.source === source)
    .map(({ outcome }) => outcome)
    .reverse();
}

/** The state changes of a reward, oldest first. */
export async function storyOf(app: TestApp, admin: Person, rewardId: string): Promise<string[]> {
  const { body } = await app.request.get(`/admin/rewards/${rewardId}`).set(admin.auth);
  const history = body.history as { kind: string; outcome: string }[];
  return history.filter(({ kind }) => kind === 'state_change').map(({ outcome }) => outcome);
}

export async function rewardOf(app: TestApp, person: Person, rewardId: string) {
  return (await app.request.get(`/rewards/${rewardId}`).set(person.auth)).body as Record<string, string>;
}

/** Recounts the books; answers what `GET /admin/ledger/check` says. */
export async function checkLedger(app: Pick<TestApp, 'request'>, admin: Person) {
  const { body } = await app.request.get('/admin/ledger/check').set(admin.auth);
  return body as { balanced: boolean; accounts: number; transfers: number; differences: { check: string }[] };
}

export async function expectBalanced(app: TestApp, admin: Person): Promise<void> {
  expect(await checkLedger(app, admin)).toMatchObject({ balanced: true, differences: [] });
}

/** The reader's browser brings a return back: a query string, signed or not. */
export async function comeBack(app: TestApp, query: string) {
  const response = await fetch(`${app.url}/payments/alipay/result?${query}`);
  const body = (await response.json()) as { message: string; reward?: Record<string, string> };
  return { status: response.status, body };
}

/** The parameters of a synchronous return, unsigned; `changes` replace or (undefined) remove some. */
export function returnNotice(
  notice: Record<string, string>,
  changes: Record<string, string | undefined> = {},
): Record<string, string> {
  const { app_id, auth_app_id, charset, out_trade_no, seller_id, total_amount, trade_no, version } = notice;
  const method = 'alipay.trade.page.pay.return';
  const timestamp = '2026-11-22 10:00:11';
  const params: Record<string, string | undefined> = {
    ...{
      app_id,
      auth_app_id,
      charset,
      method,
      out_trade_no,
      seller_id,
      timestamp,
      total_amount,
      trade_no,
      version,
    },
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Signs a notification and posts it. */
export function send(market: Market, params: Record<string, string>) {
  return notify(market, market.sign(params));
}

export const SUCCESS = { status: 200, text: 'success' };
export const REFUSED = { status: 400, text: 'fail' };
