import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { ReconciliationAdministration } from '../reconciliation/reconciliation-administration.js';
import {
  ReconcileRequest,
  ReconciliationDetail,
  ReconciliationPage,
} from '../reconciliation/reconciliation.dto.js';

@ApiTags('admin')
@Controller('admin/reconciliations')
@Access('admin')
export class AdminReconciliationsController {
  constructor(private readonly reconciliations: ReconciliationAdministration) {}

  /** Days with their bills, newest first. */
  @Get()
  list(@Query() query: PageQuery): Promise<ReconciliationPage> {
    return this.reconciliations.list(query);
  }

  /** A day's bill with everything that differs. */
  @Get(':date')
  @Errors('reconciliation_not_found')
  read(@Param('date') date: string): Promise<ReconciliationDetail> {
    return this.reconciliations.read(date);
  }

  /** Fetch a day's bill and match it, again or for the first time; a rerun changes nothing where nothing changed. */
  @Post()
  @HttpCode(200)
  run(
    @CurrentAdmin() admin: Administrator,
    @Body() { date }: ReconcileRequest,
  ): Promise<ReconciliationDetail> {
    return this.reconciliations.runFor(admin, date);
  }
}
