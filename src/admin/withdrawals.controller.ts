import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { WithdrawalAdministration } from '../payouts/withdrawal-administration.js';
import {
  AdminWithdrawalPage,
  AdminWithdrawalStory,
  AdminWithdrawalsQuery,
  ApproveWithdrawalRequest,
  PayByHandRequest,
  RejectWithdrawalRequest,
} from '../payouts/withdrawal-administration.dto.js';

@ApiTags('admin')
@Controller('admin/withdrawals')
@Access('admin')
export class AdminWithdrawalsController {
  constructor(private readonly withdrawals: WithdrawalAdministration) {}

  /** Withdrawals, by any filters, newest first. */
  @Get()
  list(@Query() query: AdminWithdrawalsQuery): Promise<AdminWithdrawalPage> {
    return this.withdrawals.list(query);
  }

  /** A withdrawal with its history. */
  @Get(':id')
  @Errors('withdrawal_not_found')
  read(@Param('id') id: string): Promise<AdminWithdrawalStory> {
    return this.withdrawals.read(id);
  }

  /** Approve what was seen. Where certificates are configured it is paid at once. */
  @Post(':id/approve')
  @HttpCode(200)
  @Errors('withdrawal_not_found', 'withdrawal_changed', 'withdrawal_state')
  approve(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Body() request: ApproveWithdrawalRequest,
  ): Promise<AdminWithdrawalStory> {
    return this.withdrawals.approve(admin, id, request);
  }

  /** Reject what was seen: the money is its owner's again. */
  @Post(':id/reject')
  @HttpCode(200)
  @Errors('withdrawal_not_found', 'withdrawal_changed', 'withdrawal_state')
  reject(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Body() request: RejectWithdrawalRequest,
  ): Promise<AdminWithdrawalStory> {
    return this.withdrawals.reject(admin, id, request);
  }

  /** Record that an approved withdrawal was paid by hand, where Alipay is not going to pay it. */
  @Post(':id/pay-by-hand')
  @HttpCode(200)
  @Errors('withdrawal_not_found', 'withdrawal_changed', 'withdrawal_state')
  payByHand(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Body() request: PayByHandRequest,
  ): Promise<AdminWithdrawalStory> {
    return this.withdrawals.payByHand(admin, id, request);
  }
}
