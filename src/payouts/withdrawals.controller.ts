import { Body, Controller, Get, Headers, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { CreateWithdrawalRequest, WithdrawalPage, WithdrawalResponse } from './withdrawals.dto.js';
import { WithdrawalsService } from './withdrawals.service.js';

@ApiTags('wallet')
@Controller('wallet/withdrawals')
export class WithdrawalsController {
  constructor(private readonly withdrawals: WithdrawalsService) {}

  /** Take money out to an Alipay account. It is set aside at once, and paid when an administrator has approved it. */
  @Post()
  @Access('user')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body give the same withdrawal.',
  })
  @Errors('insufficient_balance', 'not_withdrawable_yet', 'idempotency_key_reused')
  request(
    @CurrentUser() asker: Asker,
    @Body() request: CreateWithdrawalRequest,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<WithdrawalResponse> {
    return this.withdrawals.request(asker.id, request, key);
  }

  /** My withdrawals, newest first. */
  @Get()
  @Access('user')
  list(@CurrentUser() asker: Asker, @Query() query: PageQuery): Promise<WithdrawalPage> {
    return this.withdrawals.listOwn(asker.id, query);
  }
}
