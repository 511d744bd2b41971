import { ApiProperty } from '@nestjs/swagger';
import { IsAbsentOr, IsLine, IsText, field } from '../http/fields.js';
import { parseTipAmount } from '../money/money.dto.js';

const MAX_PRESETS = 6;
const MAX_INVITATION_LENGTH = 100;
const MAX_THANKS_LENGTH = 200;

/** One to six amounts that somebody may tip, no two alike: `5` and `"5.00"` are. */
function ArePresets(): PropertyDecorator {
  return field('arePresets', { text: 'presets', params: { max: MAX_PRESETS } }, (value) => {
    if (!Array.isArray(value) || value.length < 1 || value.length > MAX_PRESETS) return false;
    const amounts = new Set(value.map(parseTipAmount));
    return !amounts.has(undefined) && amounts.size === value.length;
  });
}

/** What changes; fields left out stay. */
export class ChangeTippingRequest {
  /**
   * The amounts offered to readers, 1 to 6 different ones in this order; yuan, 0.01 to 9999.99.
   * @example ["2.00", "5.00", "10.00"]
   */
  @ApiProperty({ type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  @IsAbsentOr()
  @ArePresets()
  presets?: (string | number)[];

  /**
   * One line that asks for tips, up to 100 characters; empty: none.
   * @example '觉得有用？请我喝杯茶'
   */
  @IsAbsentOr()
  @IsLine(0, MAX_INVITATION_LENGTH)
  invitation?: string;

  /**
   * What a reader is told after a tip, up to 200 characters; empty: nothing.
   * @example '谢谢你的支持！'
   */
  @IsAbsentOr()
  @IsText(0, MAX_THANKS_LENGTH)
  thanks?: string;
}

/** How an author asks for tips. */
export class TippingResponse {
  /**
   * The amounts offered to readers, yuan.
   * @example ["2.00", "5.00", "10.00", "20.00", "50.00", "100.00"]
   */
  presets: string[];

  /**
   * One line that asks for tips; empty: none.
   * @example '觉得有用？请我喝杯茶'
   */
  invitation: string;

  /**
   * What a reader is told after a tip; empty: nothing.
   * @example '谢谢你的支持！'
   */
  thanks: string;
}
