import type { FaultSettings } from '../../../simulator/faults.js';
import type { Step } from './steps.js';
import { pickFrom } from './world.js';

/** Longer than the servers wait for the gateway in a walk (see open.ts): the work is done after they gave up. */
const TOO_SLOW_MS = 600;

const GATEWAY = [
  { down: true },
  { status: 502 },
  { unsigned: true },
  { nonsense: true },
  { die_after_work: true },
  { slow_ms: TOO_SLOW_MS },
  { code: '20000' },
  { sub_code: 'ACQ.SYSTEM_ERROR' },
  { sub_code: 'SYSTEM_ERROR' },
] as const;

/** A definite refusal, of refunds alone: no other call has one that may be untrue. */
const REFUSAL = { methods: ['alipay.trade.refund'], sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };

/** Payouts alone: they are told of as under way, and somebody deals with them later. */
const TRANSFER = 'alipay.fund.trans.uni.transfer';
const WAITING = { methods: [TRANSFER], pending: true };

const METHODS = [
  undefined,
  [TRANSFER],
  [TRANSFER, 'alipay.fund.trans.common.query'],
  ['alipay.trade.refund'],
  ['alipay.trade.fastpay.refund.query'],
  ['alipay.trade.query', 'alipay.trade.close'],
];

/** What goes wrong at the gateway for the next few calls. */
export function gatewayFaultOf({ pick, other, times, odd }: Step): FaultSettings['gateway'] {
  const calls = odd ? times : times * 4;
  if (pick % 9 === 0) return { ...REFUSAL, calls: times };
  if (pick % 9 === 1) return { ...WAITING, calls: times };
  const methods = pickFrom(METHODS, other);
  return { ...pickFrom(GATEWAY, pick)!, ...(methods && { methods }), calls };
}

const NOTIFICATIONS = [
  { never: true },
  { times: 3 },
  { shuffle: true },
  { shuffle: true, times: 2 },
  { delay_ms: 150 },
] as const;

/** What goes wrong with the next few notifications. */
export function notificationFaultOf({ pick, times, odd }: Step): NonNullable<FaultSettings['notifications']> {
  return { ...pickFrom(NOTIFICATIONS, pick)!, calls: odd ? times : times * 4 };
}
