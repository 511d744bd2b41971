import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { RefundAnswers } from '../payments/refunds/refund-answers.js';
import { DeclineRefundRequest, RefundResult } from '../payments/refunds/refund.dto.js';

@ApiTags('admin')
@Controller('admin/refunds')
@Access('admin')
export class AdminRefundsController {
  constructor(private readonly refunds: RefundAnswers) {}

  /** Approve a refund that another administrator asked for: 200 when the outcome is known, 202 while it is not. */
  @Post(':id/approve')
  @HttpCode(200)
  @ApiOkResponse({ type: RefundResult })
  @ApiAcceptedResponse({ type: RefundResult })
  @Errors('refund_not_found', 'refund_decided', 'refund_needs_another', 'refund_exceeds_paid')
  approve(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefundResult> {
    return this.refunds.approve(admin, id, reply);
  }

  /** Decline a refund that waits for a second administrator, or take back one's own. */
  @Post(':id/decline')
  @HttpCode(200)
  @Errors('refund_not_found', 'refund_decided')
  decline(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Body() { reason }: DeclineRefundRequest,
  ): Promise<RefundResult> {
    return this.refunds.decline(admin, id, reason);
  }
}
