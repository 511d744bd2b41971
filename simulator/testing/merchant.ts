import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beijingTime } from '../beijing-time.js';
import { certificateSn } from '../certificates/certificate.js';
import { ensureKeyPair, type KeyPair } from '../keys.js';
import { signRequest, type Params } from '../signing.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator.js';

export interface Received {
  params: Params;
  body: string;
  headers: IncomingHttpHeaders;
}

/** A merchant for the simulator's own tests: keys, a notify_url that records, signed requests, a simulator. */
export class Merchant {
  readonly appId = '9021000000000001';
  readonly sellerId = '2088000000000001';
  readonly received: Received[] = [];
  /** How the notify_url answers; tests replace it. */
  answer: (response: ServerResponse, received: Received) => void = (response) => response.end('success');
  simulator!: Simulator;
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const params = Object.fromEntries(new URLSearchParams(body));
      const received = { params, body, headers: request.headers };
      this.received.push(received);
      this.answer(response, received);
    });
  });

  private constructor(
    readonly dataDir: string,
    readonly keys: KeyPair,
  ) {}

  static async open(options: Partial<SimulatorOptions> = {}): Promise<Merchant> {
    const dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
    const folder = join(dataDir, 'keys');
    const keys = ensureKeyPair(join(folder, 'app_private_key.pem'), join(folder, 'app_public_key.pem'));
    const merchant = new Merchant(dataDir, keys);
    await new Promise<void>((resolve) => merchant.server.listen(0, '127.0.0.1', resolve));
    await merchant.start(options);
    return merchant;
  }

  async start(options: Partial<SimulatorOptions> = {}): Promise<void> {
    const { dataDir, appId, sellerId } = this;
    this.simulator = await startSimulator({
      host: '127.0.0.1',
      port: 0,
      dataDir,
      appId,
      sellerId,
      ...options,
    });
  }

  async close(): Promise<void> {
    await this.simulator.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.dataDir, { recursive: true });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Signed parameters of a request; `changes` come before signing. */
  request(method: string, content: object, changes: Params = {}): Params {
    const params: Params = {
      app_id: this.appId,
      method,
      charset: 'utf-8',
      version: '1.0',
      timestamp: beijingTime(Date.now()),
      biz_content: JSON.stringify(content),
      ...changes,
    };
    return signRequest(params, this.keys.privateKey);
  }

  /** What certificate mode adds to a request. */
  certificates(): Params {
    const { appCertPath, alipayRootCertPath } = this.simulator;
    return {
      app_cert_sn: certificateSn(readFileSync(appCertPath, 'utf8')),
      alipay_root_cert_sn: certificateSn(readFileSync(alipayRootCertPath, 'utf8')),
    };
  }

  /** A payout in certificate mode. */
  transfer(content: object): Promise<Record<string, string>> {
    const payee = { identity: 'author@example.com', identity_type: 'ALIPAY_LOGON_ID', name: '作者' };
    const fields = { product_code: 'TRANS_ACCOUNT_NO_PWD', biz_scene: 'DIRECT_TRANSFER' };
    const order = { ...fields, trans_amount: '10.00', order_title: '提现', payee_info: payee, ...content };
    return this.call('alipay.fund.trans.uni.transfer', order, this.certificates());
  }

  /** A signed page.pay request. */
  order(content: object, changes: Params = {}): Params {
    const fields = { total_amount: '5.00', subject: '打赏', product_code: 'FAST_INSTANT_TRADE_PAY' };
    return this.request(
      'alipay.trade.page.pay',
      { ...fields, ...content },
      { notify_url: `${this.url}/notify`, return_url: `${this.url}/return?from=pay`, ...changes },
    );
  }

  payUrl(params: Params): string {
    return `${this.simulator.gatewayUrl}?${new URLSearchParams(params).toString()}`;
  }

  /** Opens the cashier as a buyer's browser does; the page's text. */
  async openCashier(content: object, changes: Params = {}): Promise<string> {
    const response = await fetch(this.payUrl(this.order(content, changes)));
    return response.text();
  }

  /** Opens and pays an order with the cashier's own form; where the browser is sent. */
  async pay(content: object, changes: Params = {}): Promise<string> {
    const token = tokenOf(await this.openCashier(content, changes));
    const response = await this.click('pay', token);
    return response.headers.get('location') ?? '';
  }

  click(button: 'pay' | 'cancel', token: string): Promise<Response> {
    const body = new URLSearchParams({ token });
    return fetch(`${this.simulator.url}/cashier/${button}`, { method: 'POST', body, redirect: 'manual' });
  }

  /** The raw reply of a signed server call. */
  async callRaw(method: string, content: object, changes: Params = {}): Promise<string> {
    const body = new URLSearchParams(this.request(method, content, changes));
    return (await fetch(this.simulator.gatewayUrl, { method: 'POST', body })).text();
  }

  /** The inner object of a server call's reply. */
  async call(method: string, content: object, changes: Params = {}): Promise<Record<string, string>> {
    const reply = JSON.parse(await this.callRaw(method, content, changes)) as Record<
      string,
      Record<string, string>
    >;
    return reply[`${method.replaceAll('.', '_')}_response`] ?? reply.error_response ?? {};
  }

  /** The control API. */
  async control(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: ControlAnswer }> {
    const init = body
      ? { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : { method };
    const response = await fetch(`${this.simulator.url}/simulator${path}`, init);
    const answer: unknown = await response.json();
    return { status: response.status, body: answer };
  }

  /** Waits until so many notifications have arrived. */
  async receivedCount(count: number, withinMs = 10_000): Promise<Received[]> {
    await until(() => this.received.length >= count, withinMs);
    return this.received;
  }
}

/** What the control API answers, read as the outside world does. */
export type ControlAnswer = any;

/** The hidden token of a cashier page; empty where the page has no form. */
export function tokenOf(page: string): string {
  return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

/** Waits until the condition holds; throws when it does not in time. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
