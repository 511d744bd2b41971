import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsText } from '../../http/fields.js';
import { IsMoney } from '../../money/money.dto.js';

/** A refund. */
export class CreateRefundRequest {
  /**
   * Yuan, at most what is left of the payment; all that is left where it is absent.
   * @example "2.00"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], required: false, nullable: true })
  @IsOptional()
  @IsMoney()
  money?: string | number | null;

  /**
   * Why; the reader may see it at Alipay.
   * @example "读者误操作"
   */
  @IsText(1, 200)
  reason: string;
}

/** Why a proposed refund is not made. */
export class DeclineRefundRequest {
  /** @example "读者已经收到补偿" */
  @IsText(1, 200)
  reason: string;
}

/** What became of it. */
export class RefundResult {
  id: string;
  /** @example "2.00" */
  money: string;
  /** `pending`: the gateway has not said yet, and is asked until it does; or another administrator has not decided. */
  status: 'pending' | 'done' | 'refused';
  /** Why it was asked for, or why the gateway or the other administrator refused it. */
  reason: string;
  /** It needs a second administrator, and no money has moved yet. */
  awaits_approval: boolean;
}
