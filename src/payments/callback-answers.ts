import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { ownerOf } from '../http/addresses.js';
import { RateLimited } from '../limits/limits.errors.js';
import { Notifications } from './notifications.js';
import { RewardsService } from './rewards.service.js';
import { Returns, type ReturnAnswer } from './returns.js';

const NOTIFICATION_ANSWERS = {
  success: { status: 200, text: 'success' },
  refused: { status: 400, text: 'fail' },
  again: { status: 503, text: 'fail' },
} as const;

/** The tutorial's texts, which its client shows as they are. */
const RETURN_ANSWERS: Readonly<Record<ReturnAnswer['result'], { status: number; message: string }>> = {
  paid: { status: 200, message: '支付成功！' },
  pending: { status: 202, message: '支付结果确认中！' },
  failed: { status: 400, message: '支付失败！' },
};
const BROKEN = { status: 500, message: '支付结果处理有误！' };

interface NotificationReply {
  readonly status: number;
  readonly text: string;
  readonly retryAfterSeconds?: number | undefined;
}

/** Alipay's two callbacks between HTTP and the services. Their errors have texts of their own, but for 429. */
@Injectable()
export class CallbackAnswers {
  private readonly logger = new Logger('Callbacks');

  constructor(
    private readonly notifications: Notifications,
    private readonly returns: Returns,
    private readonly rewards: RewardsService,
  ) {}

  async answerNotification(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { status, text, retryAfterSeconds } = await this.receive(request);
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
    await reply.status(status).type('text/plain; charset=utf-8').send(text);
  }

  async answerReturn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { status, ...body } = await this.resultOf(request);
    await reply.status(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  }

  private async receive(request: FastifyRequest): Promise<NotificationReply> {
    try {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return NOTIFICATION_ANSWERS[await this.notifications.receive(body, ownerOf(request.ip))];
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      // Turned away, not failed: a line for each would make the overload worse.
      if (error instanceof AppError && error.code === 'overloaded') {
        return { ...NOTIFICATION_ANSWERS.again, retryAfterSeconds: error.retryAfterSeconds };
      }
      this.logger.error({ err: error, requestId: request.id }, 'a notification could not be recorded');
      return { status: 500, text: 'fail' };
    }
  }

  private async resultOf(request: FastifyRequest) {
    try {
      const { result, rewardId } = await this.returns.receive(
        queryOf(request.raw.url ?? ''),
        ownerOf(request.ip),
      );
      const reward = rewardId === undefined ? undefined : await this.rewards.readForReturn(rewardId);
      return { ...RETURN_ANSWERS[result], ...(reward && { reward }) };
    } catch (error) {
      if (error instanceof RateLimited) throw error;
      this.logger.error({ err: error, requestId: request.id }, 'a return could not be handled');
      return BROKEN;
    }
  }
}

function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}
