import { type Tip, type World, tradeOf } from './world.js';

/** Everything that is known of a tip that came out wrong, for whoever has to find out why. */
export async function explain(world: World, tip: Tip): Promise<string> {
  const { database } = world.market;
  const trade = await tradeOf(world, tip);
  const [reward] = await database.query('SELECT * FROM reward WHERE id = $1', [tip.rewardId]);
  const refunds = await database.query('SELECT * FROM refund WHERE reward_id = $1 ORDER BY id', [
    tip.rewardId,
  ]);
  const events = await database.query(
    'SELECT time, source, kind, detail FROM reward_event WHERE reward_id = $1 ORDER BY id',
    [tip.rewardId],
  );
  const callbacks = await database.query(
    `SELECT received_time, times, source, outcome, params->>'refund_fee' AS refund_fee, params->>'out_biz_no' AS number
     FROM callback WHERE out_trade_no = $1 ORDER BY id`,
    [tip.outTradeNo],
  );
  const sent = trade?.notifications.map(({ fields, attempts }) => ({
    refund_fee: fields.refund_fee,
    number: fields.out_biz_no,
    attempts,
  }));
  return JSON.stringify(
    { reward, refunds, events, callbacks, at_the_gateway: trade?.refunds, sent },
    null,
    1,
  );
}
