import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import { signMessage } from '../../simulator/signing.js';
import { type ConfigOverrides, type TestApp, createTestApp, register, testKeys } from './app.js';
import { certificateMode } from './certificates.js';
import { keyPair } from './key-pairs.js';

export const APP_ID = '2021000000000000';
export const SELLER_ID = '2088000000000001';

/** The content type that Alipay has been seen to send. */
export const NOTIFICATION_TYPE = 'application/x-www-form-urlencoded; text/html; charset=utf-8';

/** The server with a simulator of its own, whose notifications reach it. */
export interface Market extends TestApp {
  simulator: Simulator;
  /** A message signed as Alipay signs: parameters in, a url-encoded text out. */
  sign(params: Record<string, string>): string;
}

/** A test's changes to the configuration; `certified`: the server is in certificate mode. */
export type MarketOptions = ConfigOverrides & { certified?: boolean };

/**
 * Opens a server with a simulator. `speed`: the simulator's resends come so many times sooner.
 */
export async function openMarket(
  { certified = false, ...overrides }: MarketOptions = {},
  shared?: TestApp['database'],
  speed = 2000,
): Promise<Market> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zanshang-market-'));
  const place = async (path: string, key: KeyObject, type: 'spki' | 'pkcs8') => {
    await mkdir(dirname(join(dataDir, path)), { recursive: true });
    await writeFile(join(dataDir, path), key.export({ type, format: 'pem' }), { mode: 0o600 });
  };
  await place('keys/app_public_key.pem', testKeys.app.publicKey, 'spki');
  await place('simulator/alipay_private_key.pem', keyPair('simulator').privateKey, 'pkcs8');
  await place('simulator/certs/root_private_key.pem', keyPair('simulator_root').privateKey, 'pkcs8');
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    dataDir,
    appId: APP_ID,
    sellerId: SELLER_ID,
    speed,
    billsAtOnce: true,
  });
  const alipay = {
    gateway: simulator.gatewayUrl,
    appId: APP_ID,
    sellerId: SELLER_ID,
    alipayPublicKey: createPublicKey(await readFile(simulator.alipayPublicKeyPath, 'utf8')),
    ...(certified && certificateMode(simulator)),
    ...overrides.alipay,
  };
  const testApp = await createTestApp({ ...overrides, alipay }, shared);
  // The port is known only now; the server reads these at every order.
  Object.assign(testApp.config.alipay, {
    notifyUrl: `${testApp.url}/payments/alipay/result`,
    returnUrl: `${testApp.url}/usr/wallet`,
    ...overrides.alipay,
  });
  const privateKey = createPrivateKey(await readFile(simulator.alipayPrivateKeyPath, 'utf8'));
  return {
    ...testApp,
    simulator,
    sign: (params) => new URLSearchParams(signMessage(params, privateKey)).toString(),
    close: async () => {
      await simulator.close();
      await testApp.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One more instance of the market's server: the same database, simulator, keys and tokens. */
export async function openBranch(market: Market): Promise<TestApp> {
  const { alipay, auth, fees, orders, withdrawals } = market.config;
  const branch = await createTestApp({ alipay, auth, fees, orders, withdrawals }, market.database);
  Object.assign(branch.config.alipay, {
    notifyUrl: `${branch.url}/payments/alipay/result`,
    returnUrl: `${branch.url}/usr/wallet`,
  });
  return branch;
}

export type Person = Awaited<ReturnType<typeof register>>;

/** An author with an article, and a reader. */
export async function openShop(market: TestApp, changes: Record<string, unknown> = {}) {
  const author = await register(market);
  const reader = await register(market);
  const article = await publish(market, author, changes);
  return { author, reader, article };
}

export async function publish(market: TestApp, author: Person, changes: Record<string, unknown> = {}) {
  const body = { title: '一篇好文章', content: '# 好\n\n文章', ...changes };
  const response = await market.request.post('/articles').set(author.auth).send(body);
  if (response.status !== 201) throw new Error(response.text);
  return response.body as { id: string; title: string };
}

/** A pending tip: its reward, its signed address and what the address asks for. */
export async function order(market: TestApp, reader: Person, articleId: string, money: unknown = '5.00') {
  const response = await market.request
    .post('/payments/alipay/')
    .set(reader.auth)
    .send({ money, article_id: articleId, message: '写得好' });
  if (response.status !== 201) throw new Error(response.text);
  const payUrl = response.body as string;
  const bizContent = JSON.parse(new URL(payUrl).searchParams.get('biz_content')!) as Record<string, string>;
  const rewardId = response.headers.location!.replace('/rewards/', '');
  return { payUrl, bizContent, rewardId, outTradeNo: bizContent.out_trade_no! };
}

/** Opens the cashier and pays there; answers the signed return. Notifications go out meanwhile. */
export async function payAtCashier(
  market: Market,
  tip: { payUrl: string; outTradeNo: string },
): Promise<string> {
  await openCashier(tip.payUrl);
  const paid = await control(market, tip.outTradeNo, 'pay');
  return paid.return_url as string;
}

export async function openCashier(payUrl: string): Promise<string> {
  const page = await fetch(payUrl);
  const html = await page.text();
  if (!html.includes('确认付款')) throw new Error(`no cashier: ${html}`);
  return html;
}

/** The simulator's control API for one trade. */
export async function control(market: Market, outTradeNo: string, action: string, body?: object) {
  const response = await fetch(`${market.simulator.url}/simulator/trades/${outTradeNo}/${action}`, {
    method: 'POST',
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

/** A notification of a payment as Alipay writes it, unsigned; `changes` replace or (undefined) remove parameters. */
export function paymentNotice(
  tip: { outTradeNo: string; bizContent: Record<string, string> },
  changes: Record<string, string | undefined> = {},
): Record<string, string> {
  const notice: Record<string, string | undefined> = {
    app_id: APP_ID,
    auth_app_id: APP_ID,
    buyer_id: '2088102122524333',
    buyer_pay_amount: tip.bizContent.total_amount,
    charset: 'utf-8',
    fund_bill_list: `[{"amount":"${tip.bizContent.total_amount ?? ''}","fundChannel":"ALIPAYACCOUNT"}]`,
    gmt_create: '2026-11-22 10:00:00',
    gmt_payment: '2026-11-22 10:00:09',
    notify_id: '2026112200222100009024930501234567',
    notify_time: '2026-11-22 10:00:10',
    notify_type: 'trade_status_sync',
    out_trade_no: tip.outTradeNo,
    seller_id: SELLER_ID,
    subject: tip.bizContent.subject,
    total_amount: tip.bizContent.total_amount,
    trade_no: '2026112222001424330501234567',
    trade_status: 'TRADE_SUCCESS',
    version: '1.0',
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(notice).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Posts a body to the notification address, as Alipay does. */
export async function notify(market: Pick<TestApp, 'url'>, body: string, contentType = NOTIFICATION_TYPE) {
  const response = await fetch(`${market.url}/payments/alipay/result`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  });
  return { status: response.status, text: await response.text() };
}

export async function wallet(market: TestApp, person: Person): Promise<Record<string, string>> {
  return (await market.request.get('/wallet').set(person.auth)).body as Record<string, string>;
}

/** Waits until `check` answers something true-ish. */
export async function until<T>(check: () => Promise<T>, timeoutMs = 15_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > end) throw new Error('it did not become true in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
