import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { DayRangeQuery } from '../http/day-range.dto.js';
import { PaymentAttention } from '../payments/payment-attention.js';
import { StatisticsResponse } from '../payments/statistics/statistics.dto.js';
import { Statistics } from '../payments/statistics/statistics.service.js';
import { WithdrawalAttention } from '../payouts/withdrawal-attention.js';
import { DifferenceAttention } from '../reconciliation/difference-attention.js';
import { AttentionResponse } from './overview.dto.js';

@ApiTags('admin')
@Controller('admin')
@Access('admin')
export class AdminOverviewController {
  constructor(
    private readonly figures: Statistics,
    private readonly payments: PaymentAttention,
    private readonly withdrawals: WithdrawalAttention,
    private readonly differences: DifferenceAttention,
  ) {}

  /** A period's tips by day, hour, channel, article and author; at most 92 days. */
  @Get('statistics')
  statistics(@Query() query: DayRangeQuery): Promise<StatisticsResponse> {
    return this.figures.read(query);
  }

  /** What waits for a human. */
  @Get('attention')
  async attention(): Promise<AttentionResponse> {
    const parts = [this.payments.find(), this.withdrawals.find(), this.differences.find()];
    return { groups: (await Promise.all(parts)).flat() };
  }
}
