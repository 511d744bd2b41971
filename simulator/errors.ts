const MESSAGES: Record<string, string> = {
  '20000': 'Service Currently Unavailable',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
};

/** An answer that is not 10000: `code` and `msg` of the gateway, `sub_code` and `sub_msg` of the cause. */
export class GatewayError extends Error {
  readonly msg: string;

  constructor(
    readonly code: string,
    readonly subCode: string,
    readonly subMsg: string,
    /** Further fields that the real gateway puts beside the error. */
    readonly fields: Record<string, string> = {},
  ) {
    super(`${subCode}: ${subMsg}`);
    this.name = 'GatewayError';
    this.msg = MESSAGES[code] ?? 'Business Failed';
  }
}

/** A refusal by the trading system: code 40004 and an `ACQ.` sub_code. */
export function businessError(
  subCode: string,
  subMsg: string,
  fields: Record<string, string> = {},
): GatewayError {
  return new GatewayError('40004', `ACQ.${subCode}`, subMsg, fields);
}

/** A refusal by the system for payouts or for bills, whose sub_codes have no prefix. */
export function plainError(subCode: string, subMsg: string): GatewayError {
  return new GatewayError('40004', subCode, subMsg);
}

/** A business parameter of a trade is missing or malformed. */
export function invalidParameter(detail: string): GatewayError {
  return businessError('INVALID_PARAMETER', `参数无效：${detail}`);
}

/** A business parameter of a payout or a bill is missing or malformed. */
export function plainInvalidParameter(detail: string): GatewayError {
  return plainError('INVALID_PARAMETER', `参数无效：${detail}`);
}
