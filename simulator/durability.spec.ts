import { appendFile, copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureKeyPair } from './keys.js';
import { createPublicKey } from 'node:crypto';
import { Merchant, tokenOf, until, type ControlAnswer } from './testing/merchant.js';

describe('what the simulator keeps', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  beforeEach(() => {
    merchant.received.length = 0;
    merchant.answer = (response) => response.end('success');
  });

  const journal = (): string => join(merchant.dataDir, 'simulator', 'journal.jsonl');
  const trade = async (outTradeNo: string): Promise<ControlAnswer> =>
    (await merchant.control('GET', `/trades/${outTradeNo}`)).body;
  /** What a kill -9 leaves: the file as it is in the middle of work, nothing written at the end. */
  const restartAsAfterKill = async (torn = ''): Promise<void> => {
    const copy = `${journal()}.copy`;
    await copyFile(journal(), copy);
    await merchant.simulator.close();
    await copyFile(copy, journal());
    await appendFile(journal(), torn);
    await merchant.start({ speed: 10_000 });
  };

  it('survives a kill: trades, refunds, cashier tokens, QR codes', async () => {
    const token = tokenOf(await merchant.openCashier({ out_trade_no: 'kept1' }));
    await merchant.pay({ out_trade_no: 'kept2' });
    const refund = { out_trade_no: 'kept2', refund_amount: '1.00', out_request_no: 'a' };
    await merchant.call('alipay.trade.refund', refund);
    await merchant.receivedCount(2);
    const order = { out_trade_no: 'kept3', total_amount: '1.00', subject: '打赏' };
    const code = new URL((await merchant.call('alipay.trade.precreate', order)).qr_code ?? '').pathname;
    const before = await trade('kept2');
    await restartAsAfterKill();
    expect({ ...(await trade('kept2')), notifications: [] }).toEqual({ ...before, notifications: [] });
    expect(await merchant.call('alipay.trade.refund', refund)).toMatchObject({ fund_change: 'N' });
    expect((await merchant.click('pay', token)).status).toBe(302);
    expect(await (await fetch(merchant.simulator.url + code)).text()).toContain('kept3');
  });

  it('goes on with outstanding notifications after a kill, with the same notify_id', async () => {
    merchant.answer = (response) => response.end('fail');
    await merchant.pay({ out_trade_no: 'owed1' });
    await until(async () => (await trade('owed1')).notifications[0].attempts.length === 1);
    // Its next sending is due by now, as after a night in which the machine was off.
    await merchant.simulator.close();
    const text = await readFile(journal(), 'utf8');
    await writeFile(journal(), text.replaceAll(/"nextAt":\d+/g, '"nextAt":0'));
    merchant.answer = (response) => response.end('success');
    await merchant.start();
    await until(async () => (await trade('owed1')).notifications[0].accepted);
    // Another test's last notification may still be under way.
    const owed = merchant.received.filter(({ params }) => params.out_trade_no === 'owed1');
    const ids = owed.map(({ params }) => params.notify_id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('sends again what was under way when it stopped', async () => {
    merchant.answer = () => undefined;
    await merchant.pay({ out_trade_no: 'owed2' });
    await merchant.receivedCount(1);
    await merchant.simulator.close();
    merchant.answer = (response) => response.end('success');
    await merchant.start();
    await until(async () => (await trade('owed2')).notifications[0].accepted);
  });

  it('tolerates a torn last line and keeps writing after it', async () => {
    await merchant.pay({ out_trade_no: 'torn1' });
    await merchant.receivedCount(1);
    await restartAsAfterKill('{"type":"trade","trade":{"outTra');
    expect((await trade('torn1')).trade_status).toBe('TRADE_SUCCESS');
    await merchant.pay({ out_trade_no: 'torn2' });
    await restartAsAfterKill();
    expect((await trade('torn2')).trade_status).toBe('TRADE_SUCCESS');
  });

  it('compacts its journal at the start', async () => {
    await merchant.pay({ out_trade_no: 'small1' });
    await until(async () => (await trade('small1')).notifications[0].accepted);
    const mentions = async (): Promise<number> =>
      (await readFile(journal(), 'utf8')).split('small1').length - 1;
    const before = await mentions();
    await restartAsAfterKill();
    expect(await mentions()).toBeLessThan(before);
    expect((await trade('small1')).notifications[0].accepted).toBe(true);
  });

  it('does not touch the journal of a simulator that has the port', async () => {
    await merchant.openCashier({ out_trade_no: 'port1' });
    const before = await stat(journal());
    const { port } = merchant.simulator;
    const first = merchant.simulator;
    await expect(merchant.start({ port })).rejects.toThrow('EADDRINUSE');
    expect(merchant.simulator).toBe(first);
    expect((await stat(journal())).ino).toBe(before.ino);
  });
});

describe('keys', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());

  it('keeps the private key to its owner, and the same pair over a restart', async () => {
    const path = merchant.simulator.alipayPrivateKeyPath;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const before = await readFile(path, 'utf8');
    expect(before).toContain('BEGIN PRIVATE KEY');
    await merchant.simulator.close();
    await merchant.start();
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('repairs a public key that does not belong to the private one', async () => {
    const paths = [join(merchant.dataDir, 'a.pem'), join(merchant.dataDir, 'b.pem')] as const;
    const pair = ensureKeyPair(...paths);
    await writeFile(paths[1], 'something else');
    expect(ensureKeyPair(...paths).privateKey.equals(pair.privateKey)).toBe(true);
    expect(createPublicKey(await readFile(paths[1])).equals(createPublicKey(pair.privateKey))).toBe(true);
  });
});
