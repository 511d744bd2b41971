import { generateKeyPairSync } from 'node:crypto';
import type { AlipayConfig } from '../../config/config.js';
import { signedParams } from './signed-params.js';
import { canonicalText, verifyText } from './signing.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const config = { appId: 'app', appPrivateKey: privateKey, certificates: undefined } as AlipayConfig;
const certificates = { appCertSn: 'serial of ours', rootCertSn: 'serial of the roots' };
const now = new Date('2026-11-21T16:00:01Z');

const sign = async (given: AlipayConfig) =>
  Object.fromEntries(await signedParams(given, 'a.method', { a: '一' }, now, { notify_url: 'https://n' }));

describe('the parameters of a request to the gateway', () => {
  it('are those that it asks for, at Beijing time', async () => {
    const { sign: signature, ...params } = await sign(config);
    expect(params).toEqual({
      app_id: 'app',
      biz_content: '{"a":"一"}',
      charset: 'utf-8',
      format: 'JSON',
      method: 'a.method',
      notify_url: 'https://n',
      sign_type: 'RSA2',
      timestamp: '2026-11-22 00:00:01',
      version: '1.0',
    });
    expect(verifyText(canonicalText(params, []), signature!, publicKey)).toBe(true);
  });

  it('name the certificates in certificate mode, under the signature', async () => {
    const { sign: signature, ...params } = await sign({ ...config, certificates } as AlipayConfig);
    expect(params).toMatchObject({
      app_cert_sn: 'serial of ours',
      alipay_root_cert_sn: 'serial of the roots',
    });
    expect(verifyText(canonicalText(params, []), signature!, publicKey)).toBe(true);
  });
});
