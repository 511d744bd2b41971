import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Access } from '../auth/access.decorator.js';
import { allChecks } from '../books/all-checks.js';
import { runChecks } from '../wallet/ledger-check.js';
import { LedgerCheckResponse } from './ledger.dto.js';

@ApiTags('admin')
@Controller('admin/ledger')
@Access('admin')
export class AdminLedgerController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Recount the books from the transfers, in one consistent snapshot. */
  @Get('check')
  check(): Promise<LedgerCheckResponse> {
    return runChecks(this.dataSource, allChecks);
  }
}
