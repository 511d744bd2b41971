/** The one algorithm, for signing and for checking: a token cannot choose its own (RFC 8725, 3.1). */
export const TOKEN_ALGORITHM = 'HS256';
export const TOKEN_ISSUER = 'zanshang';

/** What a token says. Role and activity are read from the database at each request. */
export interface TokenPayload {
  /** The id of its user. */
  sub: string;
  /** The user's session number when it was issued; absent from tokens of before there was one, which is 0. */
  ses?: number;
}
