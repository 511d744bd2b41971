import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiInternalServerErrorResponse,
  ApiOkResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import { CsvAnswer } from '../http/csv-answer.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { CallbackAnswers } from './callback-answers.js';
import {
  CreateTipRequest,
  PaymentResultResponse,
  RewardPage,
  RewardResponse,
  RewardsExportQuery,
  RewardsQuery,
  SupporterPage,
} from './payments.dto.js';
import { ReceiptResponse } from './receipt.dto.js';
import { Receipts } from './receipts.js';
import { RewardExport } from './reward-export.js';
import { RewardsService } from './rewards.service.js';
import { TipAnswers } from './tip-answers.js';

const plainText = (answer: string) => ({ 'text/plain': { schema: { type: 'string', enum: [answer] } } });

@ApiTags('payments')
@Controller()
export class PaymentsController {
  constructor(
    private readonly tips: TipAnswers,
    private readonly callbacks: CallbackAnswers,
    private readonly rewards: RewardsService,
    private readonly receipts: Receipts,
    private readonly exporter: RewardExport,
  ) {}

  /**
   * Tip an article's author. The body of the answer is a JSON string: the signed address of Alipay's cashier, or `""`
   * for a tip from balance, which is settled at once.
   */
  @Post('payments/alipay')
  @Access('user')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body give the same order.',
  })
  @ApiCreatedResponse({
    description: 'The pay URL; `Location` names the reward.',
    schema: { type: 'string', example: 'https://openapi.alipay.com/gateway.do?app_id=…&sign=…' },
    headers: { Location: { description: '/rewards/:id', schema: { type: 'string' } } },
  })
  @Errors(
    'tip_article_not_found',
    'self_tip',
    'tips_closed',
    'insufficient_balance',
    'idempotency_key_reused',
    'rate_limited',
    'payment_unavailable',
    'overloaded',
  )
  tip(
    @CurrentUser() asker: Asker,
    @Body() request: CreateTipRequest,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tips.tip(asker.id, request, key, reply);
  }

  /** The synchronous return, forwarded with all the parameters Alipay gave. It is confirmed at Alipay, then settled. */
  @Get('payments/alipay/result')
  @Access('anyone')
  @ApiOkResponse({ type: PaymentResultResponse, description: 'Paid: `支付成功！`' })
  @ApiAcceptedResponse({
    type: PaymentResultResponse,
    description: 'Alipay cannot say yet: `支付结果确认中！`',
  })
  @ApiBadRequestResponse({
    type: PaymentResultResponse,
    description: 'Not signed by Alipay, not for us, or not paid: `支付失败！`',
  })
  @ApiInternalServerErrorResponse({ type: PaymentResultResponse, description: '`支付结果处理有误！`' })
  @Errors('rate_limited')
  result(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.callbacks.answerReturn(request, reply);
  }

  /** Alipay's asynchronous notification. Answers `success` when it is recorded, otherwise `fail`. */
  @Post('payments/alipay/result')
  @HttpCode(200)
  @Access('alipay')
  @RouteConfig({ rawBody: true })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'string' } } })
  @ApiOkResponse({ description: 'Recorded, needs no resend', content: plainText('success') })
  @ApiBadRequestResponse({ description: 'Not signed by Alipay, or not for us', content: plainText('fail') })
  @ApiInternalServerErrorResponse({ description: 'To be sent again', content: plainText('fail') })
  @ApiServiceUnavailableResponse({ description: 'To be sent again', content: plainText('fail') })
  @Errors('rate_limited')
  notify(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.callbacks.answerNotification(request, reply);
  }

  /** My tips: given (`sent`, also what is absent) or received. */
  @Get('rewards')
  @Access('user')
  list(@CurrentUser() asker: Asker, @Query() query: RewardsQuery): Promise<RewardPage> {
    return this.rewards.listOwn(asker, query);
  }

  /** One tip: 404 for everyone but its reader, its author and administrators. */
  @Get('rewards/:id')
  @Access('user')
  @Errors('reward_not_found')
  read(@CurrentUser() asker: Asker, @Param('id') id: string): Promise<RewardResponse> {
    return this.rewards.read(asker, id);
  }

  /** My tips as a table for spreadsheets, newest first; times are Beijing's. */
  @Get('rewards.csv')
  @Access('user')
  @CsvAnswer()
  listCsv(
    @CurrentUser() asker: Asker,
    @Query() query: RewardsExportQuery,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.exporter.sendOwn(asker, query, acceptLanguage, reply);
  }

  /** A paid tip's receipt, for its reader: 404 for everyone else. */
  @Get('rewards/:id/receipt')
  @Access('user')
  @Errors('reward_not_found', 'reward_not_paid')
  receipt(@CurrentUser() asker: Asker, @Param('id') id: string): Promise<ReceiptResponse> {
    return this.receipts.read(asker, id);
  }

  /** An article's paid tips, newest first. */
  @Get('articles/:id/rewards')
  @Access('anyone')
  @Errors('article_not_found')
  supporters(
    @CurrentUser() asker: Asker | undefined,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<SupporterPage> {
    return this.rewards.listSupporters(asker, id, query);
  }
}
