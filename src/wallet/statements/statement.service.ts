import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { execute, statement } from '../../database/statement.js';
import { InvalidInput } from '../../errors/app-error.js';
import { parseMonth } from '../../http/beijing-time.js';
import { formatYuan } from '../../money/fen.js';
import type { TransferKind } from '../movement.js';
import { lastPostingBefore } from './boundary.js';
import type { StatementMovement, StatementResponse } from './statement.dto.js';

const BALANCE_AT = statement<{ balance_fen: string }>(
  'wallet.balance_at',
  `WITH own AS (SELECT id FROM account WHERE owner_id = $1 AND kind = 'available')
   SELECT credit_balance_fen AS balance_fen FROM transfer
   WHERE credit_account_id = (SELECT id FROM own) AND credit_posting = $2
   UNION ALL
   SELECT debit_balance_fen FROM transfer WHERE debit_account_id = (SELECT id FROM own) AND debit_posting = $2`,
);

interface MovementRow {
  kind: TransferKind;
  direction: 'in' | 'out';
  count: string;
  amount_fen: string;
  fee_fen: string;
}

const MOVEMENTS = statement<MovementRow>(
  'wallet.statement_movements',
  `WITH own AS (SELECT id FROM account WHERE owner_id = $1 AND kind = 'available')
   SELECT kind, direction, count(*), sum(amount_fen) AS amount_fen, sum(fee_fen) AS fee_fen FROM (
     SELECT kind, 'in' AS direction, amount_fen, fee_fen FROM transfer
     WHERE credit_account_id = (SELECT id FROM own) AND credit_posting > $2 AND credit_posting <= $3
     UNION ALL
     SELECT kind, 'out', -amount_fen, fee_fen FROM transfer
     WHERE debit_account_id = (SELECT id FROM own) AND debit_posting > $2 AND debit_posting <= $3
   ) AS m GROUP BY kind, direction ORDER BY direction, kind`,
);

/** Monthly statements, read from the ledger itself. They cost the month's movements, however long the history. */
@Injectable()
export class StatementService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /**
   * A month of the owner's balance, in one snapshot.
   * @throws InvalidInput where the month is none, or has not begun.
   */
  async read(ownerId: string, text: string): Promise<StatementResponse> {
    const month = parseMonth(text);
    const now = new Date();
    if (!month || month.start > now) throw new InvalidInput([{ field: 'month', text: 'month' }]);
    const isFinal = month.end <= now;
    const figures = await this.dataSource.transaction('REPEATABLE READ', (tx) =>
      readFigures(tx, ownerId, month.start, month.end),
    );
    return {
      month: text,
      from: month.start.toISOString(),
      to: (isFinal ? month.end : now).toISOString(),
      is_final: isFinal,
      ...present(figures),
    };
  }
}

interface Figures {
  readonly openingFen: bigint;
  readonly closingFen: bigint;
  readonly movements: readonly MovementRow[];
}

async function readFigures(tx: EntityManager, ownerId: string, start: Date, end: Date): Promise<Figures> {
  const before = await lastPostingBefore(tx, ownerId, start);
  const last = await lastPostingBefore(tx, ownerId, end);
  return {
    openingFen: await balanceAt(tx, ownerId, before),
    closingFen: await balanceAt(tx, ownerId, last),
    movements: await execute(tx, MOVEMENTS, [ownerId, before.toString(), last.toString()]),
  };
}

/** The balance after a posting, as the ledger wrote it. */
async function balanceAt(tx: EntityManager, ownerId: string, posting: bigint): Promise<bigint> {
  if (posting === 0n) return 0n;
  const [row] = await execute(tx, BALANCE_AT, [ownerId, posting.toString()]);
  if (!row) throw new Error('a posting of an account is missing');
  return BigInt(row.balance_fen);
}

/** @throws where the ledger does not agree with itself: no statement is better than a wrong one. */
function present({ openingFen, closingFen, movements }: Figures) {
  const sum = (rows: readonly MovementRow[]) =>
    rows.reduce((total, { amount_fen }) => total + BigInt(amount_fen), 0n);
  if (openingFen + sum(movements) !== closingFen) throw new Error('a statement does not add up');
  return {
    opening_balance: formatYuan(openingFen),
    movements: movements.map(presentMovement),
    total_in: formatYuan(sum(movements.filter(({ direction }) => direction === 'in'))),
    total_out: formatYuan(sum(movements.filter(({ direction }) => direction === 'out'))),
    closing_balance: formatYuan(closingFen),
  };
}

function presentMovement({ kind, direction, count, amount_fen, fee_fen }: MovementRow): StatementMovement {
  const amounts = { amount: formatYuan(BigInt(amount_fen)), fee: formatYuan(BigInt(fee_fen)) };
  return { kind, direction, count: Number(count), ...amounts };
}
