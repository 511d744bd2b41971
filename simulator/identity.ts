import type { KeyObject } from 'node:crypto';

/** Who the simulator is to the merchant: the application, the seller, and Alipay's own signing key. */
export interface Identity {
  appId: string;
  sellerId: string;
  privateKey: KeyObject;
}
