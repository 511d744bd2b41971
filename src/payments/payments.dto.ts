import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsFlag, IsOneOf, IsText } from '../http/fields.js';
import { PageQuery } from '../http/page.dto.js';
import { IsMoney } from '../money/money.dto.js';
import { PublicUserResponse } from '../users/users.dto.js';

/** The tutorial's numbers for the two channels. */
const TYPE_ALIPAY = 1;
export const TYPE_BALANCE = 2;

/** A tip. */
export class CreateTipRequest {
  /**
   * Yuan, 0.01 to 9999.99, at most two decimals; a number or a string.
   * @example "5.00"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }] })
  @IsMoney()
  money: string | number;

  /** The article's id. */
  @IsText(1, 200)
  article_id: string;

  /**
   * A word to the author, up to 500 characters.
   * @example "写得真好！"
   */
  @IsOptional()
  @IsText(0, 500)
  message?: string | null;

  /**
   * 1 or absent: Alipay; 2: from balance.
   * @example 1
   */
  @IsOptional()
  @IsOneOf(TYPE_ALIPAY, TYPE_BALANCE)
  type?: number | null;

  /** True: nobody but you and administrators sees who it was. False when absent. */
  @IsOptional()
  @IsFlag()
  anonymous?: boolean | null;

  /** True: the article's page does not show how much it was. False when absent. */
  @IsOptional()
  @IsFlag()
  hide_amount?: boolean | null;
}

/** The tipped article. */
export class RewardArticle {
  id: string;
  /** @example "一篇好文章" */
  title: string;
}

/** A tip as its reader, its author and administrators see it. */
export class RewardResponse {
  id: string;
  /** Our order number. */
  out_trade_no: string;
  /** Alipay's transaction number, `""` until paid and for tips from balance. */
  trade_no: string;
  /** @example "5.00" */
  money: string;
  /** @example "0.00" */
  refunded_money: string;
  channel: 'alipay' | 'balance';
  status: 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'closed';
  message: string;
  /** The reader did not want to be named. */
  anonymous: boolean;
  /** The article's page does not show the amount. */
  hide_amount: boolean;
  article: RewardArticle;
  /** The reader. Of an anonymous tip its author sees the nickname `匿名` and empty strings, and no `trade_no`. */
  user: PublicUserResponse;
  author: PublicUserResponse;
  created_time: string;
  paid_time: string | null;
}

/** A page of tips. */
export class RewardPage {
  items: RewardResponse[];
  next_cursor: string | null;
}

/** Whose tips: those I gave (`sent`) or those my articles were given (`received`, once paid). */
export class RewardsQuery extends PageQuery {
  @IsOptional()
  @IsOneOf('sent', 'received')
  role?: 'sent' | 'received';
}

/** Whose tips, as in the list. */
export class RewardsExportQuery {
  @IsOptional()
  @IsOneOf('sent', 'received')
  role?: 'sent' | 'received';
}

/** A supporter, as everybody sees them; `匿名` without a picture where they did not want to be named. */
export class SupporterUser {
  nickname: string;
  avatar: string;
}

/** A paid tip on an article's page. */
export class SupporterResponse {
  user: SupporterUser;
  anonymous: boolean;
  /** Null: hidden. @example "5.00" */
  money: string | null;
  message: string;
  paid_time: string;
}

export class SupporterPage {
  items: SupporterResponse[];
  next_cursor: string | null;
  /**
   * On the first page, where there are at most 100 of these tips: how many people they are from. Somebody who tipped
   * with and without a name counts as two, since otherwise the number would tell that it is the same person.
   */
  people: number | null;
}

/** What the reader who comes back from Alipay is told. */
export class PaymentResultResponse {
  /**
   * `支付成功！`, `支付结果确认中！`, `支付失败！` or `支付结果处理有误！`
   * @example '支付成功！'
   */
  message: string;
  reward?: RewardResponse;
}
