import type { Config } from '../config/config.js';
import { feeOn } from './fee.js';
import { expiryOf } from './order-time.js';
import type { NewReward } from './create-order.js';

type Terms = Pick<NewReward, 'expiresTime' | 'nextCheckTime' | 'feeRate' | 'feeFen'>;

/** What the configuration makes of an order that is paid at the provider. */
export function orderTerms(
  { orders, fees }: Pick<Config, 'orders' | 'fees'>,
  createdTime: Date,
  amountFen: bigint,
): Terms {
  return {
    expiresTime: expiryOf(createdTime, orders.timeoutMinutes),
    nextCheckTime: new Date(createdTime.getTime() + orders.confirmSweepSeconds * 1000),
    feeRate: fees.rate,
    feeFen: feeOn(amountFen, fees.rate),
  };
}

/** A tip from balance is paid at once, and without a commission. */
export const BALANCE_TERMS: Terms = { expiresTime: null, nextCheckTime: null, feeRate: 0n, feeFen: 0n };
