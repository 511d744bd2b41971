import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { decodeCursor, type PageQuery, pageSize, toPage } from '../http/page.dto.js';
import { formatYuan } from '../money/fen.js';
import type { PublicUserResponse } from '../users/users.dto.js';
import { UsersService } from '../users/users.service.js';
import { type HistoryRow, findHistory } from './history.js';
import type { TransactionPage, TransactionResponse, WalletResponse } from './wallet.dto.js';

/** Money stays this many days (Beijing) before it counts as more than `pending`. */
const HOLD_DAYS = 7;

const SUMMARY = statement<{ balance_fen: string; debt_fen: string; earned_fen: string; young_fen: string }>(
  'wallet.summary',
  `SELECT coalesce(sum(balance_fen) FILTER (WHERE kind = 'available'), 0) AS balance_fen,
     coalesce(sum(balance_fen) FILTER (WHERE kind = 'debt'), 0) AS debt_fen,
     coalesce(sum(earned_fen), 0) AS earned_fen,
     (SELECT greatest(coalesce(sum(amount_fen), 0), 0) FROM daily_earning
       WHERE owner_id = $1 AND day > (now() AT TIME ZONE 'Asia/Shanghai')::date - $2::integer) AS young_fen
   FROM account WHERE owner_id = $1`,
);

const CURSOR = [/^[1-9]\d{0,17}$/];

/** What people see of their money. */
@Injectable()
export class WalletService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly users: UsersService,
  ) {}

  async summary(ownerId: string): Promise<WalletResponse> {
    const [row] = await execute(this.dataSource, SUMMARY, [ownerId, HOLD_DAYS]);
    const balanceFen = BigInt(row?.balance_fen ?? 0);
    const youngFen = BigInt(row?.young_fen ?? 0);
    return {
      balance: formatYuan(balanceFen),
      pending: formatYuan(youngFen < balanceFen ? youngFen : balanceFen),
      withdrawing: formatYuan(0n),
      debt: formatYuan(BigInt(row?.debt_fen ?? 0)),
      earned_total: formatYuan(BigInt(row?.earned_fen ?? 0)),
      withdrawn_total: formatYuan(0n),
    };
  }

  /** The fund-flow record (资金流水), newest first. */
  async history(ownerId: string, query: PageQuery): Promise<TransactionPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, CURSOR)?.[0];
    const rows = await findHistory(this.dataSource, ownerId, before, size + 1);
    const people = await this.users.findMany(rows.flatMap(({ counterparty_id }) => counterparty_id ?? []));
    return toPage(
      rows,
      size,
      ({ posting }) => [posting],
      (row) => present(row, people),
    );
  }
}

function present(row: HistoryRow, people: ReadonlyMap<string, PublicUserResponse>): TransactionResponse {
  return {
    id: row.id,
    kind: row.kind,
    amount: formatYuan(BigInt(row.amount_fen)),
    balance_after: formatYuan(BigInt(row.balance_fen)),
    reward_id: row.reward_id,
    counterparty: (row.counterparty_id !== null && people.get(row.counterparty_id)) || null,
    memo: row.memo,
    created_time: row.created_time.toISOString(),
  };
}
