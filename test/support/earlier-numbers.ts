import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { beijingDigits } from '../../src/http/beijing-time.js';
import { toBase62 } from '../../src/payments/base62.js';
import { idDigits, type OrderOrigin } from '../../src/payments/order-origin.js';

/** An order number as they were made before they were authenticated (decision 0023). */
export function earlierOutTradeNo(key: KeyObject, origin: OrderOrigin): string {
  const salt = toBase62(randomBytes(2), 4);
  const block = Buffer.alloc(16);
  block.writeUIntBE(origin.createdTime.getTime(), 0, 6);
  block.write(salt, 6, 'latin1');
  const encrypted = createCipheriv('aes-256-ctr', key, block).update(idDigits(origin), 'hex');
  return `${beijingDigits(origin.createdTime).slice(2)}${salt}${toBase62(encrypted, 43)}`;
}
