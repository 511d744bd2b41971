import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Administrator } from '../../audit/act.js';
import { parseMoneyInput } from '../../money/money.dto.js';
import { requireIdempotencyKeyShape } from '../idempotency.js';
import { RefundDecisions } from './refund-decisions.js';
import type { CreateRefundRequest, RefundResult } from './refund.dto.js';
import { presentOutcome } from './refund-outcome.js';
import { RefundService } from './refund.service.js';

/** Refunds by administrators between HTTP and the services: 201 (or 200) when the outcome is known, 202 while it is not. */
@Injectable()
export class RefundAnswers {
  constructor(
    private readonly refunds: RefundService,
    private readonly decisions: RefundDecisions,
  ) {}

  async refund(
    admin: Administrator,
    rewardId: string,
    { money, reason }: CreateRefundRequest,
    key: string | undefined,
    reply: FastifyReply,
  ): Promise<RefundResult> {
    requireIdempotencyKeyShape(key);
    // What is no amount the DTO has refused; none at all means whatever is left.
    const amountFen = parseMoneyInput(money);
    const row = await this.refunds.request(admin, rewardId, { amountFen, reason }, key);
    reply.status(row.status === 'pending' ? 202 : 201);
    return presentOutcome(row);
  }

  async approve(admin: Administrator, id: string, reply: FastifyReply): Promise<RefundResult> {
    const outcome = await this.decisions.approve(admin, id);
    if (outcome.status === 'pending') reply.status(202);
    return presentOutcome(outcome);
  }

  async decline(admin: Administrator, id: string, reason: string): Promise<RefundResult> {
    return presentOutcome(await this.decisions.decline(admin, id, reason));
  }
}
