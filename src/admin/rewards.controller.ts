import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { RewardPage } from '../payments/payments.dto.js';
import { RewardAdministration } from '../payments/reward-administration.js';
import {
  AdminRewardResponse,
  AdminRewardsQuery,
  CallbackPage,
  CallbacksQuery,
  ConfirmResponse,
} from '../payments/reward-administration.dto.js';

@ApiTags('admin')
@Controller('admin')
@Access('admin')
export class AdminRewardsController {
  constructor(private readonly rewards: RewardAdministration) {}

  /** All rewards, by any filters, newest first. */
  @Get('rewards')
  list(@Query() query: AdminRewardsQuery): Promise<RewardPage> {
    return this.rewards.list(query);
  }

  /** A reward with its history: every state change, callback, query and refund. */
  @Get('rewards/:id')
  @Errors('reward_not_found')
  read(@Param('id') id: string): Promise<AdminRewardResponse> {
    return this.rewards.read(id);
  }

  /** Ask the gateway now, and settle or close accordingly. */
  @Post('rewards/:id/confirm')
  @HttpCode(200)
  @Errors('reward_not_found', 'gateway_unknown', 'overloaded')
  confirm(@Param('id') id: string): Promise<ConfirmResponse> {
    return this.rewards.confirm(id);
  }

  /** What Alipay, or anyone, sent; newest first. */
  @Get('callbacks')
  callbacks(@Query() query: CallbacksQuery): Promise<CallbackPage> {
    return this.rewards.listCallbacks(query);
  }
}
