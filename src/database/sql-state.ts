const UNIQUE_VIOLATION = '23505';

/** The SQLSTATE of an error that came from PostgreSQL, through `pg` alone or wrapped by TypeORM. */
export function sqlState(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : undefined;
}

/**
 * Whether the error says that a row with this unique key (any, or the one of that name) is already there. The index of a
 * table's part has the part's number after the name.
 */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  if (sqlState(error) !== UNIQUE_VIOLATION) return false;
  const { constraint, driverError } = error as {
    constraint?: unknown;
    driverError?: { constraint?: unknown };
  };
  const violated = String(driverError?.constraint ?? constraint);
  return index === undefined || new RegExp(`^${index}(_\\d+)?$`).test(violated);
}
