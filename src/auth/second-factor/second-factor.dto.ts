import { IsText } from '../../http/fields.js';

/** Whether I have a second factor. */
export class SecondFactorResponse {
  is_on: boolean;

  /** Whether what I may do needs one on this server: that of administrators, where ADMIN_SECOND_FACTOR is `required`. */
  is_required: boolean;

  /** @example 10 */
  recovery_codes_left: number;
}

/** The secret for an authenticator app. It is told this once. */
export class SecondFactorSecretResponse {
  /**
   * Base32, to be typed.
   * @example 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
   */
  secret: string;

  /**
   * To be shown as a QR code.
   * @example 'otpauth://totp/Zanshang:ninghao?issuer=Zanshang&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30'
   */
  uri: string;
}

export class ConfirmSecondFactorRequest {
  /**
   * The six digits that the app shows.
   * @example '123456'
   */
  @IsText(1, 64)
  code: string;
}

/** Codes for when the app is lost: each logs in once. They are told this once. */
export class RecoveryCodesResponse {
  /** @example ['ABCD-EFGH-IJKL-MNOP-QRST-UVWX'] */
  recovery_codes: string[];
}
