import { ApiProperty } from '@nestjs/swagger';
import { IsLine, field } from '../http/fields.js';
import { IsAmount } from '../money/money.dto.js';

/** A mail address or a mobile number, perhaps with a country code. */
const LOGIN = /^(?=.{3,100}$)(\+?\d[\d-]*|[^\s@]+@[^\s@]+)$/u;

function IsLogin(): PropertyDecorator {
  return field(
    'isLogin',
    { text: 'payout_account' },
    (value) => typeof value === 'string' && LOGIN.test(value),
  );
}

/** Money to be taken out. */
export class CreateWithdrawalRequest {
  /**
   * Yuan, at most two decimals; at least WITHDRAWAL_MIN.
   * @example "50.00"
   */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }] })
  @IsAmount()
  amount: string | number;

  /**
   * The Alipay login it goes to: a mail address or a mobile number.
   * @example "13800138000"
   */
  @IsLogin()
  account: string;

  /**
   * The real name of that account; Alipay compares it.
   * @example "张三"
   */
  @IsLine(1, 50)
  name: string;
}

/** A withdrawal as its owner sees it. */
export class WithdrawalResponse {
  id: string;
  /** @example "50.00" */
  amount: string;
  account: string;
  name: string;
  /**
   * `requested`: waits for an administrator; `approved`: will be paid; `sending`: is being paid; `paid`;
   * `rejected`, `failed`, `returned`: the money is in the balance again, `reason` says why.
   */
  status: 'requested' | 'approved' | 'sending' | 'paid' | 'rejected' | 'failed' | 'returned';
  /** Why it was not paid, or not yet; otherwise empty. */
  reason: string;
  /** Goes up with every change. */
  revision: number;
  created_time: string;
  /** When it came to its end; null before. */
  done_time: string | null;
}

export class WithdrawalPage {
  items: WithdrawalResponse[];
  next_cursor: string | null;
}
