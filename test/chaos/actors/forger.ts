import { generateKeyPairSync } from 'node:crypto';
import { formBody, signNotification } from '../../../simulator/notification.js';
import type { Params } from '../../../simulator/signing.js';
import { yuan } from '../../support/walk/world.js';
import type { Dice } from '../dice.js';
import { APP_ID, SELLER_ID } from '../stage/gateway.js';
import { type Tip, type World, count } from '../world/world.js';
import { deliver } from './deliver.js';

const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/**
 * How a message is false. The first ones were never signed by Alipay as they stand; of the others Alipay's signature is
 * genuine, and what it says is not about this order or not about us.
 */
const KINDS: Readonly<Record<string, (notice: Params, sign: Sign) => Params>> = {
  'another key': (notice, sign) => sign(notice, foreign),
  'changed after signing': (notice, sign) => ({
    ...sign({ ...notice, total_amount: '0.01', trade_no: '0' }),
    ...{ total_amount: notice.total_amount!, trade_no: notice.trade_no! },
  }),
  'no signature': (notice) => ({ ...notice, notify_id: notice.trade_no! }),
  'a refund after signing': (notice, sign) => ({
    ...sign(notice),
    refund_fee: '0.01',
    out_biz_no: notice.trade_no!,
  }),
  'another amount': (notice, sign) => sign({ ...notice, total_amount: '9999.99' }),
  'another seller': (notice, sign) => sign({ ...notice, seller_id: '2088000000000999' }),
  'another application': (notice, sign) => sign({ ...notice, app_id: '2021000000000999' }),
};

type Sign = (notice: Params, key?: typeof foreign) => Params;

/** Claims that an order was paid: most were not; whichever way, nobody may believe it. */
export async function forgerActs(world: World, dice: Dice): Promise<void> {
  const { gateway, servers } = world.stage;
  const tips = world.tips.filter(({ outTradeNo }) => outTradeNo !== '');
  const unpaid = tips.filter(({ paid }) => !paid);
  const tip = dice.pickAny(dice.chance(0.7) ? unpaid : tips);
  if (!tip) return;
  const kind = dice.pick(Object.keys(KINDS));
  const number = `forged${world.forgeries.length + 1}`;
  const sign: Sign = (notice, key = gateway.privateKey) => signNotification(notice, number, Date.now(), key);
  const forgery = { kind, outTradeNo: tip.outTradeNo, number, answer: '' };
  world.forgeries.push(forgery);
  forgery.answer = await deliver(dice.pick(servers), formBody(KINDS[kind]!(claim(tip, number), sign)));
  count(world, 'forgeries');
}

function claim({ outTradeNo, amountFen }: Tip, tradeNo: string): Params {
  return {
    ...{ app_id: APP_ID, auth_app_id: APP_ID, charset: 'utf-8', version: '1.0', seller_id: SELLER_ID },
    ...{
      notify_type: 'trade_status_sync',
      trade_status: 'TRADE_SUCCESS',
      gmt_payment: '2026-11-22 10:00:09',
    },
    ...{ out_trade_no: outTradeNo, trade_no: tradeNo, total_amount: yuan(amountFen), subject: '打赏' },
  };
}
