import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlipayConfig } from '../../config/config.js';
import { probeGateway } from './gateway-probe.js';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const alipays = generateKeyPairSync('rsa', { modulusLength: 2048 });

const INNER = '{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST","msg":"Business Failed"}';
const signed = (text: string, key: KeyObject) =>
  sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
const replyOf = (name: string, inner = INNER, key = alipays.privateKey) =>
  `{"${name}":${inner},"sign":"${signed(inner, key)}"}`;

describe('a question that tells of the gateway, the keys and the clock', () => {
  let server: Server;
  let answer = { status: 200, body: '', date: new Date() as Date | undefined };
  let asked = new URLSearchParams();

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        asked = new URLSearchParams(Buffer.concat(chunks).toString());
        response.sendDate = false;
        if (answer.date) response.setHeader('date', answer.date.toUTCString());
        response.writeHead(answer.status).end(answer.body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
  });

  function probe(gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`) {
    return probeGateway({
      gateway,
      appId: 'app',
      appPrivateKey: ours.privateKey,
      alipayPublicKey: alipays.publicKey,
      requestTimeoutMs: 5000,
      certificates: undefined,
    } as AlipayConfig);
  }

  it('asks about an order that nobody made', async () => {
    answer = { status: 200, body: replyOf('alipay_trade_query_response'), date: new Date() };
    await probe();
    expect(asked.get('method')).toBe('alipay.trade.query');
    expect(asked.get('biz_content')).toMatch(/^\{"out_trade_no":"doctor_[0-9a-f]{24}"\}$/);
  });

  it.each(['alipay_trade_query_response', 'error_response'])('reads the %s of a gateway', async (name) => {
    answer = { status: 200, body: replyOf(name), date: new Date(Date.now() - 60_000) };
    const found = await probe();
    expect(found).toMatchObject({
      kind: 'answered',
      code: '40004',
      subCode: 'ACQ.TRADE_NOT_EXIST',
      signature: 'verified',
    });
    const { clockAheadMs } = found as { clockAheadMs: number };
    expect(clockAheadMs).toBeGreaterThan(55_000);
    expect(clockAheadMs).toBeLessThan(65_000);
  });

  it('tells a wrong signature from none, and a reply without a time', async () => {
    const name = 'alipay_trade_query_response';
    answer = { status: 200, body: replyOf(name, INNER, ours.privateKey), date: undefined };
    expect(await probe()).toMatchObject({ signature: 'wrong', clockAheadMs: undefined });
    answer = { status: 200, body: `{"${name}":${INNER}}`, date: undefined };
    expect(await probe()).toMatchObject({ signature: 'none', subCode: 'ACQ.TRADE_NOT_EXIST' });
    answer = { status: 200, body: replyOf(name, '{"code":"10000"}'), date: undefined };
    expect(await probe()).toMatchObject({ signature: 'verified', code: '10000', subCode: '' });
  });

  it.each([
    [200, '<html>hello</html>'],
    [502, ''],
    [200, 'null'],
    [200, '{"alipay_trade_close_response":{"code":"10000"}}'],
    [200, '{"error_response":"no"}'],
  ])('knows what is no gateway: %s %s', async (status, body) => {
    answer = { status, body, date: new Date() };
    expect(await probe()).toEqual({ kind: 'not_a_gateway', status });
  });

  it('says why nothing came back', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    expect(await probe(`http://127.0.0.1:${port}/gateway.do`)).toEqual({
      kind: 'unreachable',
      reason: 'ECONNREFUSED',
    });
  });
});
