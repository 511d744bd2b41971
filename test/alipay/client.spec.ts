import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type Simulator, startSimulator } from '../../simulator/simulator.js';
import type { AlipayConfig } from '../../src/config/config.js';
import { AlipayClient } from '../../src/payments/alipay/alipay-client.js';
import { pagePayUrl } from '../../src/payments/alipay/page-pay.js';
import { APP_ID, SELLER_ID } from '../support/alipay.js';
import { testConfig, testKeys } from '../support/app.js';

describe('calling Alipay', () => {
  let dataDir: string;
  let simulator: Simulator;
  let config: AlipayConfig;
  let client: AlipayClient;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    dataDir = await mkdtemp(join(tmpdir(), 'zanshang-client-'));
    await mkdir(join(dataDir, 'keys'));
    const publicPem = testKeys.app.publicKey.export({ type: 'spki', format: 'pem' });
    await writeFile(join(dataDir, 'keys', 'app_public_key.pem'), publicPem);
    simulator = await startSimulator({
      host: '127.0.0.1',
      port: 0,
      dataDir,
      appId: APP_ID,
      sellerId: SELLER_ID,
    });
    const alipayPublicKey = createPublicKey(await readFile(simulator.alipayPublicKeyPath, 'utf8'));
    const changes = { gateway: simulator.gatewayUrl, appId: APP_ID, alipayPublicKey, requestTimeoutMs: 500 };
    config = testConfig('postgres://nowhere', { alipay: changes }).alipay;
    client = new AlipayClient(config);
    await open('known');
  });
  afterEach(() => {
    simulator.faults.reset();
  });
  afterAll(async () => {
    await simulator.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** The buyer opens the cashier: the trade begins. */
  async function open(outTradeNo: string): Promise<void> {
    const expiresTime = new Date(Date.now() + 600_000);
    const order = { outTradeNo, amountFen: 500n, subject: '打赏《好》', expiresTime };
    await fetch(await pagePayUrl(config, order, new Date()));
  }
  const query = (outTradeNo = 'known', on = client) =>
    on.call('alipay.trade.query', { out_trade_no: outTradeNo });

  it('gives a verified reply with its fields', async () => {
    expect(await query()).toMatchObject({
      code: '10000',
      subCode: '',
      fields: { out_trade_no: 'known', total_amount: '5.00', trade_status: 'WAIT_BUYER_PAY' },
    });
  });

  it('gives a definite business refusal', async () => {
    expect(await query('nobody')).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST' });
    simulator.faults.set({ gateway: { sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' } });
    expect(await query()).toMatchObject({ code: '40004', subCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' });
  });

  it.each([
    ['the connection is destroyed', { down: true }],
    ['the answer is too late', { slow_ms: 1500 }],
    ['the answer is 500', { status: 500 }],
    ['the answer is 503', { status: 503 }],
    ['the reply has no signature', { unsigned: true }],
    ['the reply is no JSON', { nonsense: true }],
    ['the connection dies after the work', { die_after_work: true }],
    ['Alipay says ACQ.SYSTEM_ERROR', { sub_code: 'ACQ.SYSTEM_ERROR' }],
    ['Alipay is unavailable', { code: '20000', sub_code: 'isp.unknow-error' }],
  ] as const)('does not know the outcome where %s', async (_, fault) => {
    simulator.faults.set({ gateway: fault });
    expect(await query()).toBeUndefined();
    simulator.faults.reset();
    expect(await query()).toMatchObject({ code: '10000' });
  });

  it('does not know the outcome where nobody listens', async () => {
    expect(
      await query('known', new AlipayClient({ ...config, gateway: 'http://127.0.0.1:9/gateway.do' })),
    ).toBeUndefined();
  });

  it.each([301, 302, 303, 307, 308])(
    'does not follow a %d, and does not know the outcome',
    async (status) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        const location = asked.length === 1 ? `${base}/elsewhere` : simulator.gatewayUrl;
        response.writeHead(status, { location }).end('{}');
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = new AlipayClient({ ...config, gateway: `${base}/gateway.do` });
      const reply = await query('known', client);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      expect(reply).toBeUndefined();
      expect(asked).toEqual([expect.stringMatching(/^\/gateway\.do/)]);
    },
  );

  it('does not trust a reply that another key signed', async () => {
    const stranger = new AlipayClient({ ...config, alipayPublicKey: testKeys.app.publicKey });
    expect(await query('known', stranger)).toBeUndefined();
  });

  it('is refused where the gateway knows another application key', async () => {
    const impostor = new AlipayClient({ ...config, appPrivateKey: testKeys.alipay.privateKey });
    const reply = await query('known', impostor);
    expect(reply?.code).not.toBe('10000');
  });
});
