/** The one algorithm, for signing and for checking: a token cannot choose its own (RFC 8725, 3.1). */
export const TOKEN_ALGORITHM = 'HS256';
export const TOKEN_ISSUER = 'zanshang';

/** What a token says: the id of its user. Role and activity are read from the database at each request. */
export interface TokenPayload {
  sub: string;
}
