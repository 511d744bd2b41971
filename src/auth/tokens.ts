/** The one algorithm, for signing and for checking: a token cannot choose its own (RFC 8725, 3.1). */
export const TOKEN_ALGORITHM = 'HS256';
export const TOKEN_ISSUER = 'zanshang';
/** Whom it is for (RFC 8725, 3.9): a token that another program makes with the same secret is none of ours. */
export const TOKEN_AUDIENCE = 'zanshang-api';

/** What a token says. Session, role and activity are read from the database at each request. */
export interface TokenPayload {
  /** The id of its user. */
  sub: string;
  /** The id of its session (OpenID Connect's name for it). */
  sid: string;
}
