import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { CsvAnswer } from '../http/csv-answer.decorator.js';
import { RewardPage } from '../payments/payments.dto.js';
import { RewardAdministration } from '../payments/reward-administration.js';
import {
  AdminRewardResponse,
  AdminRewardsQuery,
  CallbackPage,
  CallbacksQuery,
  ConfirmResponse,
} from '../payments/reward-administration.dto.js';
import { RewardExport } from '../payments/reward-export.js';
import { RefundAnswers } from '../payments/refunds/refund-answers.js';
import { CreateRefundRequest, RefundResult } from '../payments/refunds/refund.dto.js';

@ApiTags('admin')
@Controller('admin')
@Access('admin')
export class AdminRewardsController {
  constructor(
    private readonly rewards: RewardAdministration,
    private readonly refunds: RefundAnswers,
    private readonly exporter: RewardExport,
  ) {}

  /** All rewards, by any filters, newest first. */
  @Get('rewards')
  list(@Query() query: AdminRewardsQuery): Promise<RewardPage> {
    return this.rewards.list(query);
  }

  /** All rewards by any filters as a table for spreadsheets, newest first; times are Beijing's. */
  @Get('rewards.csv')
  @CsvAnswer()
  listCsv(
    @Query() query: AdminRewardsQuery,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.exporter.sendAll(query, acceptLanguage, reply);
  }

  /** A reward with its history: every state change, callback, query and refund. */
  @Get('rewards/:id')
  @Errors('reward_not_found')
  read(@Param('id') id: string): Promise<AdminRewardResponse> {
    return this.rewards.read(id);
  }

  /** Give money back: 201 when the outcome is known, 202 while the gateway has not said. */
  @Post('rewards/:id/refunds')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body give the same refund.',
  })
  @ApiCreatedResponse({ type: RefundResult })
  @ApiAcceptedResponse({ type: RefundResult })
  @Errors('reward_not_found', 'reward_not_paid', 'refund_exceeds_paid', 'idempotency_key_reused')
  refund(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Body() request: CreateRefundRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefundResult> {
    return this.refunds.refund(admin, id, request, key, reply);
  }

  /** Ask the gateway now, and settle or close accordingly. */
  @Post('rewards/:id/confirm')
  @HttpCode(200)
  @Errors('reward_not_found', 'gateway_unknown', 'overloaded')
  confirm(@CurrentAdmin() admin: Administrator, @Param('id') id: string): Promise<ConfirmResponse> {
    return this.rewards.confirm(admin, id);
  }

  /** What Alipay, or anyone, sent; newest first. */
  @Get('callbacks')
  callbacks(@Query() query: CallbacksQuery): Promise<CallbackPage> {
    return this.rewards.listCallbacks(query);
  }
}
