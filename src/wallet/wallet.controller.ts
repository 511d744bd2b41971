import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { CsvAnswer } from '../http/csv-answer.decorator.js';
import { DayRangeQuery } from '../http/day-range.dto.js';
import { StatementResponse } from './statements/statement.dto.js';
import { StatementService } from './statements/statement.service.js';
import { TransactionExport } from './transaction-export.js';
import {
  EarningsResponse,
  TransactionPage,
  TransactionsExportQuery,
  TransactionsQuery,
  WalletResponse,
} from './wallet.dto.js';
import { WalletService } from './wallet.service.js';

@ApiTags('wallet')
@Controller('wallet')
export class WalletController {
  constructor(
    private readonly wallet: WalletService,
    private readonly statements: StatementService,
    private readonly exporter: TransactionExport,
  ) {}

  /** My money. */
  @Get()
  @Access('user')
  summary(@CurrentUser() asker: Asker): Promise<WalletResponse> {
    return this.wallet.summary(asker.id);
  }

  /** The fund-flow record (资金流水), newest first. */
  @Get('transactions')
  @Access('user')
  transactions(@CurrentUser() asker: Asker, @Query() query: TransactionsQuery): Promise<TransactionPage> {
    return this.wallet.history(asker.id, query);
  }

  /** The fund-flow record as a table for spreadsheets, newest first; times are Beijing's. */
  @Get('transactions.csv')
  @Access('user')
  @CsvAnswer()
  transactionsCsv(
    @CurrentUser() asker: Asker,
    @Query() query: TransactionsExportQuery,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.exporter.send(asker.id, query, acceptLanguage, reply);
  }

  /** What I earned by day; at most 366 days at a time. */
  @Get('earnings')
  @Access('user')
  earnings(@CurrentUser() asker: Asker, @Query() query: DayRangeQuery): Promise<EarningsResponse> {
    return this.wallet.earnings(asker.id, query);
  }

  /** My statement of a month (`yyyy-MM`, Beijing): opening balance, movements by kind, closing balance. */
  @Get('statements/:month')
  @Access('user')
  @Errors('invalid_input')
  statement(@CurrentUser() asker: Asker, @Param('month') month: string): Promise<StatementResponse> {
    return this.statements.read(asker.id, month);
  }
}
