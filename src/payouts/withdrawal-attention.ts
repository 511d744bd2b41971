import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { ATTENTION_LIMIT, type Attention, attentionOf } from '../http/attention.dto.js';
import { formatYuan } from '../money/fen.js';
import { PAYOUT_PROVIDER, type PayoutProvider } from './provider/payout-provider.js';
import type { WithdrawalStatus } from './withdrawal-state.js';

interface WaitingRow {
  id: string;
  amount_fen: string;
  status: WithdrawalStatus;
  created_time: Date;
}

const inState = (status: WithdrawalStatus, condition: string) =>
  `(SELECT id, amount_fen, status, created_time FROM withdrawal
    WHERE status = '${status}' AND ${condition} ORDER BY id LIMIT $1)`;

/** Nobody pays by itself where the provider is not configured ($2 false), or was not to be asked. */
const WAITING = statement<WaitingRow>(
  'payouts.waiting',
  `SELECT * FROM (
     ${inState('requested', 'true')}
     UNION ALL ${inState('approved', '(NOT $2 OR next_try_time IS NULL)')}
     UNION ALL ${inState(
       'sending',
       `(SELECT max(e.time) FROM withdrawal_event e WHERE e.withdrawal_id = withdrawal.id AND e.status = 'sending')
          < now() - interval '10 minutes'`,
     )}
   ) AS waiting ORDER BY id LIMIT $1`,
);

/** Withdrawals that wait for a human. */
@Injectable()
export class WithdrawalAttention {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PAYOUT_PROVIDER) private readonly provider: PayoutProvider,
  ) {}

  async find(): Promise<Attention<'withdrawals_waiting'>> {
    const rows = await execute(this.dataSource, WAITING, [ATTENTION_LIMIT, this.provider.available]);
    return attentionOf('withdrawals_waiting', rows, ({ id, amount_fen, status, created_time }) => ({
      id,
      time: created_time.toISOString(),
      money: formatYuan(BigInt(amount_fen)),
      text: status,
      withdrawal_id: id,
    }));
  }
}
