import { type KeyObject, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Whose the pairs are: the application's, its Alipay's and that one's root; the simulator's and that one's root. */
const OWNERS = ['app', 'alipay', 'root', 'simulator', 'simulator_root'] as const;

const variableOf = (owner: (typeof OWNERS)[number]) => `ZANSHANG_TEST_KEY_${owner.toUpperCase()}`;

/** For jest's global setup: RSA pairs take long to make, so a run makes them once, and its workers find them here. */
export function publishKeyPairs(): void {
  for (const owner of OWNERS) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    process.env[variableOf(owner)] = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
}

export function keyPair(owner: (typeof OWNERS)[number]): KeyPair {
  const pem = process.env[variableOf(owner)];
  if (pem === undefined) return generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKey = createPrivateKey(pem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
