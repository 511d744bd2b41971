import { createPublicKey, sign, verify } from 'node:crypto';
import type { AlipayConfig } from './config.js';
import { isPairOf } from './key-files.js';

const SAMPLE = Buffer.from('zanshang signing self-test 赞赏签名自检');

/**
 * Whether the application's key signs (SHA256withRSA) what its own public half verifies, and Alipay's key is another
 * one. Takes about a millisecond; done at start, and again whenever somebody asks whether the server is ready.
 */
export function signingSelfTest({
  appPrivateKey,
  alipayPublicKey,
}: Pick<AlipayConfig, 'appPrivateKey' | 'alipayPublicKey'>): boolean {
  try {
    const signature = sign('sha256', SAMPLE, appPrivateKey);
    return (
      verify('sha256', SAMPLE, createPublicKey(appPrivateKey), signature) &&
      !isPairOf(appPrivateKey, alipayPublicKey)
    );
  } catch {
    return false;
  }
}
