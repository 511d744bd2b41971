import { isAccepted } from '../../../simulator/post-form.js';
import type { World } from '../world/world.js';
import type { Books } from './books.js';
import type { Finding } from './findings.js';

/** Every notification that was answered `success` is in the books. */
export function auditAcknowledged(world: World, { trades, noticesKept }: Books): Finding[] {
  const accepted = [...trades.values()].flatMap(({ outTradeNo, notices }) =>
    notices
      .filter(({ attempts }) => attempts.some(isAccepted))
      .map(({ notifyId }) => ({ outTradeNo, notifyId })),
  );
  return [...accepted, ...world.acknowledged]
    .filter(({ notifyId }) => !noticesKept.has(notifyId))
    .map(({ outTradeNo, notifyId }) => ({
      kind: 'lost',
      text: `notification ${notifyId} of order ${outTradeNo} was answered success and is not in the books`,
    }));
}

/** No forged message was answered `success`, and its number is nowhere in the books. */
export async function auditForgeries({ stage, forgeries }: World): Promise<Finding[]> {
  const credited = await stage.postgres.query<{ number: string; what: string }>(
    `SELECT trade_no AS number, 'reward ' || id AS what FROM reward WHERE trade_no LIKE 'forged%'
     UNION ALL SELECT trade_no, 'second payment of ' || reward_id FROM second_payment
     UNION ALL SELECT out_request_no, 'refund of ' || reward_id FROM refund WHERE out_request_no LIKE 'forged%'`,
  );
  const believed = forgeries.filter(({ answer }) => answer === 'success');
  return [
    ...credited.map(({ number, what }): Finding => ({ kind: 'forged', text: `${number} became ${what}` })),
    ...believed.map(({ kind, number, outTradeNo }): Finding => ({
      kind: 'forged',
      text: `${number} (${kind}) about order ${outTradeNo} was answered success`,
    })),
  ];
}
