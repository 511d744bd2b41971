import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { execute, statement } from '../database/statement.js';
import { type DayRangeQuery, dayRange } from '../http/day-range.dto.js';
import { decodeCursor, pageSize, toPage } from '../http/page.dto.js';
import { formatYuan } from '../money/fen.js';
import { UsersService } from '../users/users.service.js';
import { findEarnings } from './earnings.js';
import { findHistory, findHistoryRange } from './history.js';
import { presentTransaction } from './transaction.presenter.js';
import type { EarningsResponse, TransactionPage, TransactionsQuery, WalletResponse } from './wallet.dto.js';
import { YOUNG_SQL, pendingFen } from './withdrawable.js';

interface SummaryRow {
  balance_fen: string;
  withdrawing_fen: string;
  withdrawn_fen: string;
  debt_fen: string;
  earned_fen: string;
  young_fen: string;
}

const SUMMARY = statement<SummaryRow>(
  'wallet.summary',
  `SELECT coalesce(sum(balance_fen) FILTER (WHERE kind = 'available'), 0) AS balance_fen,
     coalesce(sum(balance_fen) FILTER (WHERE kind = 'withdrawing'), 0) AS withdrawing_fen,
     coalesce(sum(withdrawn_fen), 0) AS withdrawn_fen,
     coalesce(sum(balance_fen) FILTER (WHERE kind = 'debt'), 0) AS debt_fen,
     coalesce(sum(earned_fen), 0) AS earned_fen,
     ${YOUNG_SQL} AS young_fen
   FROM account WHERE owner_id = $1`,
);

const CURSOR = [/^[1-9]\d{0,17}$/];
const MAX_EARNING_DAYS = 366;

/** What people see of their money. */
@Injectable()
export class WalletService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly users: UsersService,
  ) {}

  async summary(ownerId: string): Promise<WalletResponse> {
    const [row] = await execute(this.dataSource, SUMMARY, [ownerId, this.config.withdrawals.holdDays]);
    const balanceFen = BigInt(row?.balance_fen ?? 0);
    return {
      balance: formatYuan(balanceFen),
      pending: formatYuan(pendingFen(balanceFen, BigInt(row?.young_fen ?? 0))),
      withdrawing: formatYuan(BigInt(row?.withdrawing_fen ?? 0)),
      debt: formatYuan(BigInt(row?.debt_fen ?? 0)),
      earned_total: formatYuan(BigInt(row?.earned_fen ?? 0)),
      withdrawn_total: formatYuan(BigInt(row?.withdrawn_fen ?? 0)),
    };
  }

  /** The fund-flow record (资金流水), newest first. */
  async history(ownerId: string, query: TransactionsQuery): Promise<TransactionPage> {
    const size = pageSize(query);
    const cursor = decodeCursor(query.cursor, CURSOR)?.[0];
    const range = await findHistoryRange(this.dataSource, ownerId, query);
    const before = cursor !== undefined && BigInt(cursor) < range.before ? BigInt(cursor) : range.before;
    const rows = await findHistory(this.dataSource, ownerId, query, { ...range, before }, size + 1);
    const people = await this.users.findMany(rows.flatMap(({ counterparty_id }) => counterparty_id ?? []));
    return toPage(
      rows,
      size,
      ({ posting }) => [posting],
      (row) => presentTransaction(row, people),
    );
  }

  /** What was earned on each day, oldest first. @throws InvalidInput for more than 366 days */
  async earnings(ownerId: string, query: DayRangeQuery): Promise<EarningsResponse> {
    const earnings = await findEarnings(this.dataSource, ownerId, dayRange(query, MAX_EARNING_DAYS));
    return { items: earnings.map(({ day, amountFen }) => ({ day, amount: formatYuan(amountFen) })) };
  }
}
