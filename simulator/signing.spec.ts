import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parsePublicKey } from './keys.js';
import { messageText, requestText, sign, signMessage, signRequest, verify, type Params } from './signing.js';

interface Vector {
  id: string;
  kind: 'sync-return' | 'async-notify' | 'api-response';
  key: string;
  params?: Params;
  signString?: string;
  signContent?: string;
  sign?: string;
}

const folder = resolve(process.cwd(), '../shared/vectors');
const there = existsSync(join(folder, 'vectors.json'));

describe('signing', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('sorts by name, joins with & and escapes nothing', () => {
    expect(requestText({ b: '二 +', a: '1/2', sign: 'x', sign_type: 'RSA2' })).toBe(
      'a=1/2&b=二 +&sign_type=RSA2',
    );
  });

  it('leaves sign_type in a request and out of a message', () => {
    expect(messageText({ a: '1', sign: 'x', sign_type: 'RSA2' })).toBe('a=1');
  });

  it('leaves empty values out of a request and in a message', () => {
    expect(requestText({ a: '', b: '1' })).toBe('b=1');
    expect(messageText({ a: '', b: '1' })).toBe('a=&b=1');
  });

  it('verifies what it signed', () => {
    const message = signMessage({ subject: '打赏', total_amount: '5.00' }, privateKey);
    expect(verify(messageText(message), message.sign ?? '', publicKey)).toBe(true);
    const request = signRequest({ method: 'm' }, privateKey);
    expect(verify(requestText(request), request.sign ?? '', publicKey)).toBe(true);
  });

  it('refuses a changed text, another key and a malformed signature', () => {
    const signature = sign('a=1', privateKey);
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    expect(verify('a=2', signature, publicKey)).toBe(false);
    expect(verify('a=1', signature, other)).toBe(false);
    for (const bad of ['', 'not base64!', signature.slice(4), `${signature}\n`]) {
      expect(verify('a=1', bad, publicKey)).toBe(false);
    }
  });

  it('reads public keys with and without PEM lines', () => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const bare = (text: string): string => text.replaceAll(/-----.*?-----/g, '');
    for (const text of [pem, pkcs1, bare(pem), bare(pkcs1)]) {
      expect(parsePublicKey(text).equals(createPublicKey(pem))).toBe(true);
    }
    expect(() => parsePublicKey('no key')).toThrow();
  });

  const withVectors = there ? it : it.skip;
  const title = there ? '' : ' (skipped: ../shared/vectors is not there)';
  withVectors(`accepts what the real Alipay signed, and no change to it${title}`, () => {
    const vectors = JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8')) as Vector[];
    expect(vectors.length).toBeGreaterThan(5);
    for (const vector of vectors) {
      const key = parsePublicKey(readFileSync(join(folder, vector.key), 'utf8'));
      const text = vector.params ? messageText(vector.params) : (vector.signContent ?? '');
      if (vector.signString !== undefined) expect(text).toBe(vector.signString);
      const signature = vector.params?.sign ?? vector.sign ?? '';
      expect([vector.id, verify(text, signature, key)]).toEqual([vector.id, true]);
      expect([vector.id, verify(text.replace('0.01', '0.02'), signature, key)]).toEqual([
        vector.id,
        !text.includes('0.01'),
      ]);
    }
  });
});
