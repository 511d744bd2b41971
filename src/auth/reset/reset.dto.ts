import { IsText } from '../../http/fields.js';

/** A new password for somebody who has forgotten theirs. */
export class ResetPasswordRequest {
  /** @example 'ninghao' */
  @IsText(1, 200)
  username: string;

  /**
   * The code that an administrator gave; case, spaces and hyphens do not matter.
   * @example 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX'
   */
  @IsText(1, 64)
  code: string;

  /**
   * 8 to 128 characters, and not a weak one, as when registering.
   * @example 'battery staple correct'
   */
  @IsText(8, 128)
  password: string;
}

/** A code for somebody who has forgotten their password. It is told this once. */
export class ResetCodeResponse {
  /** @example 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX' */
  code: string;

  /**
   * From then on it is worth nothing.
   * @example '2026-11-23T08:00:00.000Z'
   */
  expires_time: string;
}
