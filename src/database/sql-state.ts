const UNIQUE_VIOLATION = '23505';

/** The SQLSTATE of an error that came from PostgreSQL, through `pg` alone or wrapped by TypeORM. */
export function sqlState(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : undefined;
}

/** Whether the error says that a row with this unique key (any, or the one of that name) is already there. */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  const { constraint, driverError } = (error ?? {}) as {
    constraint?: unknown;
    driverError?: { constraint?: unknown };
  };
  return (
    sqlState(error) === UNIQUE_VIOLATION &&
    (index === undefined || (driverError?.constraint ?? constraint) === index)
  );
}
