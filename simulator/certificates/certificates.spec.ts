import { X509Certificate } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlipaySdk } from 'alipay-sdk';
import { beijingTime } from '../beijing-time.js';
import { ensureKeyPair } from '../keys.js';
import type { Params } from '../signing.js';
import { Merchant, tokenOf } from '../testing/merchant.js';
import { certificateSn } from './certificate.js';

const QUERY = 'alipay.trade.query';

describe('certificate mode', () => {
  let merchant: Merchant;
  beforeAll(async () => {
    merchant = await Merchant.open();
  });
  afterAll(() => merchant.close());
  afterEach(() => {
    merchant.simulator.faults.reset();
  });

  const read = (path: string): X509Certificate => new X509Certificate(readFileSync(path));
  const query = (changes: Params): Promise<Record<string, string>> =>
    merchant.call(QUERY, { out_trade_no: 'nobody' }, changes);

  it('has a root that has signed itself, Alipay’s and the application’s certificate', () => {
    const { alipayRootCertPath, alipayCertPath, appCertPath } = merchant.simulator;
    const root = read(alipayRootCertPath);
    expect(root.ca).toBe(true);
    for (const path of [alipayRootCertPath, alipayCertPath, appCertPath]) {
      const certificate = read(path);
      expect(certificate.checkIssued(root)).toBe(true);
      expect(certificate.verify(root.publicKey)).toBe(true);
      expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
    }
    expect(read(appCertPath).ca).toBe(false);
    expect(read(appCertPath).checkPrivateKey(merchant.keys.privateKey)).toBe(true);
  });

  it('works beside public key mode, and says which certificate has signed', async () => {
    const inCertificates = await merchant.callRaw(QUERY, { out_trade_no: 'x' }, merchant.certificates());
    const sn = certificateSn(readFileSync(merchant.simulator.alipayCertPath, 'utf8'));
    expect(inCertificates).toContain(`},"alipay_cert_sn":"${sn}","sign":"`);
    expect(inCertificates).toContain('ACQ.TRADE_NOT_EXIST');
    const inKeys = await merchant.callRaw(QUERY, { out_trade_no: 'x' });
    expect(inKeys).toContain('ACQ.TRADE_NOT_EXIST');
    expect(inKeys).not.toContain('alipay_cert_sn');
  });

  it('names another certificate on demand', async () => {
    merchant.simulator.faults.set({ gateway: { alipay_cert_sn: 'f'.repeat(32), calls: 1 } });
    const raw = await merchant.callRaw(QUERY, { out_trade_no: 'x' }, merchant.certificates());
    expect(raw).toContain(`"alipay_cert_sn":"${'f'.repeat(32)}"`);
  });

  it.each([
    ['no root certificate', { alipay_root_cert_sn: '' }, 'isv.missing-alipay-root-cert-sn'],
    ['no application certificate', { app_cert_sn: '' }, 'isv.missing-app-cert-sn'],
    ['another root certificate', { alipay_root_cert_sn: '0'.repeat(32) }, 'isv.invalid-alipay-root-cert-sn'],
    ['another application certificate', { app_cert_sn: '0'.repeat(32) }, 'isv.app-cert-not-exist'],
  ])('refuses %s', async (_name, changes, subCode) => {
    const reply = await query({ ...merchant.certificates(), ...changes });
    expect(reply).toMatchObject({ code: '40002', sub_code: subCode });
  });

  it.each(['alipay.fund.trans.uni.transfer', 'alipay.fund.trans.common.query'])(
    'refuses %s in public key mode',
    async (method) => {
      const reply = await merchant.call(method, {});
      expect(reply).toMatchObject({ code: '40002', sub_code: 'isv.missing-app-cert-sn' });
    },
  );

  it('stays the same over a restart, and makes a new certificate for a new application key', async () => {
    const before = merchant.certificates();
    await merchant.simulator.close();
    await merchant.start();
    expect(merchant.certificates()).toEqual(before);
    const paths = [join(merchant.dataDir, 'other.pem'), join(merchant.dataDir, 'other.pub.pem')] as const;
    const other = ensureKeyPair(...paths);
    const original = join(merchant.dataDir, 'original.pub.pem');
    copyFileSync(merchant.simulator.appPublicKeyPath, original);
    copyFileSync(other.publicKeyPath, merchant.simulator.appPublicKeyPath);
    expect((await query(before)).sub_code).toBe('isv.app-cert-not-exist');
    expect(read(merchant.simulator.appCertPath).checkPrivateKey(other.privateKey)).toBe(true);
    copyFileSync(original, merchant.simulator.appPublicKeyPath);
    expect((await query(before)).sub_code).toBe('ACQ.TRADE_NOT_EXIST');
    expect(merchant.certificates()).toEqual(before);
  });

  describe('as the official SDK sees it', () => {
    const sdk = (): AlipaySdk =>
      new AlipaySdk({
        appId: merchant.appId,
        privateKey: readFileSync(merchant.keys.privateKeyPath, 'utf8'),
        keyType: 'PKCS8',
        appCertPath: merchant.simulator.appCertPath,
        alipayPublicCertPath: merchant.simulator.alipayCertPath,
        alipayRootCertPath: merchant.simulator.alipayRootCertPath,
        gateway: merchant.simulator.gatewayUrl,
      });
    const exec = (method: string, bizContent: object): Promise<Record<string, unknown>> => {
      const timestamp = beijingTime(Date.now());
      return sdk().exec(method, { bizContent, timestamp }, { validateSign: true });
    };

    it('computes the same numbers', () => {
      const { app_cert_sn: appCertSn, alipay_root_cert_sn: alipayRootCertSn } = merchant.certificates();
      const alipayCertSn = certificateSn(readFileSync(merchant.simulator.alipayCertPath, 'utf8'));
      expect(sdk().config).toMatchObject({ appCertSn, alipayRootCertSn, alipayCertSn });
    });

    it('pays, queries, refunds, and its messages verify', async () => {
      const url = sdk().pageExecute('alipay.trade.page.pay', 'GET', {
        timestamp: beijingTime(Date.now()),
        notifyUrl: `${merchant.url}/notify`,
        returnUrl: `${merchant.url}/return`,
        bizContent: {
          out_trade_no: 'cert1',
          total_amount: '5.00',
          subject: '打赏',
          product_code: 'FAST_INSTANT_TRADE_PAY',
        },
      });
      expect(url).toContain('app_cert_sn=');
      const response = await merchant.click('pay', tokenOf(await (await fetch(url)).text()));
      const back = Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
      expect(sdk().checkNotifySignV2(back)).toBe(true);
      const [notification] = await merchant.receivedCount(1);
      expect(sdk().checkNotifySignV2(notification?.params)).toBe(true);
      expect(await exec(QUERY, { out_trade_no: 'cert1' })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
      const refund = { out_trade_no: 'cert1', refund_amount: '1.00', out_request_no: 'r1' };
      expect(await exec('alipay.trade.refund', refund)).toMatchObject({ fundChange: 'Y' });
    });

    it('transfers and asks after the transfer', async () => {
      const order = {
        out_biz_no: 'certpay1',
        trans_amount: '10.00',
        product_code: 'TRANS_ACCOUNT_NO_PWD',
        biz_scene: 'DIRECT_TRANSFER',
        order_title: '提现',
        payee_info: { identity: '2088123456789012', identity_type: 'ALIPAY_USER_ID' },
      };
      expect(await exec('alipay.fund.trans.uni.transfer', order)).toMatchObject({
        code: '10000',
        outBizNo: 'certpay1',
        status: 'SUCCESS',
      });
      const key = { out_biz_no: 'certpay1', product_code: order.product_code, biz_scene: order.biz_scene };
      expect(await exec('alipay.fund.trans.common.query', key)).toMatchObject({
        status: 'SUCCESS',
        transAmount: '10.00',
      });
    });

    it('does not accept an unsigned reply or nonsense', async () => {
      merchant.simulator.faults.set({ gateway: { unsigned: true, calls: 1 } });
      await expect(exec(QUERY, { out_trade_no: 'cert1' })).rejects.toThrow();
      merchant.simulator.faults.set({ gateway: { nonsense: true, calls: 1 } });
      await expect(exec(QUERY, { out_trade_no: 'cert1' })).rejects.toThrow();
    });
  });
});
