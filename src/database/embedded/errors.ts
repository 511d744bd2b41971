/** The embedded PostgreSQL cannot be used; the message is one clear sentence for whoever typed the command. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
