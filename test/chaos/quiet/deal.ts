import type { World } from '../world/world.js';

/** Alipay makes up its mind about what it has accepted and not done: every other refund and payout comes to nothing. */
export async function dealWithPending({ stage }: World): Promise<void> {
  const { gateway } = stage;
  gateway.journal.refresh();
  let turn = 0;
  const decide = () => ({ status: turn++ % 2 === 0 ? 'SUCCESS' : 'FAIL' });
  for (const { outTradeNo, refunds } of gateway.journal.trades.values()) {
    for (const { outRequestNo } of refunds.filter(({ pending }) => pending)) {
      await gateway.control('POST', `/trades/${outTradeNo}/refunds/${outRequestNo}/deal`, decide());
    }
  }
  for (const { outBizNo, status } of gateway.journal.transfers.values()) {
    if (status === 'DEALING') await gateway.control('POST', `/transfers/${outBizNo}/deal`, decide());
  }
}
