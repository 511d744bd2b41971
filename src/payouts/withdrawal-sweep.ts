import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { execute, statement } from '../database/statement.js';
import { workThrough } from '../payments/sweeps/work-through.js';
import { PayoutAttempts } from './payout-attempts.js';
import { firstTrySeconds, nextTrySql } from './payout-rhythm.js';
import { PAYOUT_PROVIDER, type PayoutProvider } from './provider/payout-provider.js';
import { WITHDRAWAL_COLUMNS, type WithdrawalRow } from './withdrawal-row.js';

/** Claiming moves the next look into the future: no other instance has the row, and a dying one's comes due again. */
const CLAIM = statement<WithdrawalRow>(
  'payouts.claim',
  `UPDATE withdrawal SET try_count = least(try_count + 1, 1000), next_try_time = ${nextTrySql('$2')}
   WHERE id IN (
     SELECT id FROM withdrawal WHERE next_try_time <= now()
     ORDER BY next_try_time LIMIT $1 FOR UPDATE SKIP LOCKED)
   RETURNING ${WITHDRAWAL_COLUMNS}`,
);

/**
 * Withdrawals that are approved and were not sent, sent with an unknown outcome, or paid not long ago. Where the
 * provider is not configured nobody can be asked, and they stay as they are.
 */
@Injectable()
export class WithdrawalSweep {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PAYOUT_PROVIDER) private readonly provider: PayoutProvider,
    private readonly attempts: PayoutAttempts,
  ) {}

  async resolve(): Promise<number> {
    if (!this.provider.available) return 0;
    const pause = firstTrySeconds(this.config.orders.confirmSweepSeconds, this.provider.timeoutMs);
    return workThrough(
      (limit) => execute(this.dataSource, CLAIM, [limit, pause]),
      (row) => this.work(row),
    );
  }

  private work(row: WithdrawalRow): Promise<void> {
    switch (row.status) {
      case 'approved':
        return this.attempts.begin(row.id);
      case 'paid':
        return this.attempts.recheck(row);
      default:
        return this.attempts.resolve(row);
    }
  }
}
