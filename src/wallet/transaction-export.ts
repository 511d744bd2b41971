import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { preferredLanguage } from '../errors/problem-json.filter.js';
import { beijingClock, beijingDigits } from '../http/beijing-time.js';
import { EXPORT_PAGE, sendCsv } from '../http/csv.js';
import { UsersService } from '../users/users.service.js';
import { findHistory, findHistoryRange } from './history.js';
import { presentTransaction } from './transaction.presenter.js';
import type { TransactionResponse, TransactionsExportQuery } from './wallet.dto.js';

const HEADER = {
  zh: [
    '时间（北京）',
    '类型',
    '金额',
    '手续费前金额',
    '手续费',
    '余额',
    '对方',
    '说明',
    '打赏编号',
    '流水编号',
  ],
  en: ['Time (Beijing)', 'Kind', 'Amount', 'Gross', 'Fee', 'Balance', 'Counterparty', 'Memo', 'Reward', 'Id'],
} as const;

const TITLE = { zh: '资金流水', en: 'transactions' } as const;

/** The fund-flow record as a table, newest first. */
@Injectable()
export class TransactionExport {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly users: UsersService,
  ) {}

  send(
    ownerId: string,
    query: TransactionsExportQuery,
    acceptLanguage: string | undefined,
    reply: FastifyReply,
  ): Promise<void> {
    const language = preferredLanguage(acceptLanguage);
    const day = beijingDigits(new Date()).slice(0, 8);
    return sendCsv(reply, {
      name: `transactions-${day}`,
      title: `${TITLE[language]}-${day}`,
      header: HEADER[language],
      pages: this.pages(ownerId, query),
    });
  }

  /** No connection is held between pages. */
  private async *pages(ownerId: string, query: TransactionsExportQuery): AsyncGenerator<string[][]> {
    let range = await findHistoryRange(this.dataSource, ownerId, query);
    for (;;) {
      const rows = await findHistory(this.dataSource, ownerId, query, range, EXPORT_PAGE);
      const people = await this.users.findMany(rows.flatMap(({ counterparty_id }) => counterparty_id ?? []));
      yield rows.map((row) => toCells(presentTransaction(row, people)));
      range = { ...range, before: BigInt(rows.at(-1)?.posting ?? 0) };
      if (rows.length < EXPORT_PAGE) return;
    }
  }
}

function toCells(row: TransactionResponse): string[] {
  return [
    beijingClock(new Date(row.created_time)),
    row.kind,
    row.amount,
    row.gross,
    row.fee,
    row.balance_after,
    row.counterparty?.nickname ?? '',
    row.memo,
    row.reward_id ?? '',
    row.id,
  ];
}
