import type { ColumnOptions } from 'typeorm';

/** PostgreSQL bigint read as bigint: the driver hands it over as a string, which no arithmetic may touch. */
export const fenColumn: ColumnOptions = {
  type: 'bigint',
  transformer: {
    from: (value: string | null) => (value === null ? null : BigInt(value)),
    to: (value: bigint | null | undefined) => value?.toString() ?? value,
  },
};
