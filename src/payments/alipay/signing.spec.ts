import { generateKeyPairSync } from 'node:crypto';
import { canonicalText, digestOf, signText, verifyText } from './signing.js';

describe("Alipay's signature", () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;

  it('is made over sorted pairs that are not escaped, empty values included', () => {
    const params = { b: '二 +%', A: '1', a: '', sign: 'x', sign_type: 'RSA2', '': 'y' };
    expect(canonicalText(params, ['sign', 'sign_type'])).toBe('A=1&a=&b=二 +%');
    expect(canonicalText(params, ['sign'])).toBe('A=1&a=&b=二 +%&sign_type=RSA2');
  });

  it('verifies with its own key and text alone', async () => {
    const signature = await signText('打赏', privateKey);
    expect(verifyText('打赏', signature, publicKey)).toBe(true);
    expect(verifyText('打赏 ', signature, publicKey)).toBe(false);
    expect(verifyText('打赏', signature, other)).toBe(false);
  });

  it.each(['', '=', '%', '不是', 'A'.repeat(10_000), 'AAAA'])(
    'never throws for the signature %#',
    (signature) => {
      expect(verifyText('x', signature, publicKey)).toBe(false);
    },
  );

  it('has a digest of sixteen bytes that tells texts apart', () => {
    expect(digestOf('a')).toHaveLength(16);
    expect(digestOf('a').equals(digestOf('a'))).toBe(true);
    expect(digestOf('a').equals(digestOf('b'))).toBe(false);
  });
});
