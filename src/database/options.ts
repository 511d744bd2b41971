import type { DataSourceOptions } from 'typeorm';
import { InitialSchema1795300000000 } from '../../migrations/1795300000000-initial-schema.js';
import { LifeOfMoney1795400000000 } from '../../migrations/1795400000000-life-of-money.js';
import { Withdrawals1795500000000 } from '../../migrations/1795500000000-withdrawals.js';
import { Reconciliation1795600000000 } from '../../migrations/1795600000000-reconciliation.js';
import { Sessions1795700000000 } from '../../migrations/1795700000000-sessions.js';
import { AskingForTips1795710000000 } from '../../migrations/1795710000000-asking-for-tips.js';
import { AdministratorsFilters1795900000000 } from '../../migrations/1795900000000-administrators-filters.js';
import { LedgerSeals1796000000000 } from '../../migrations/1796000000000-ledger-seals.js';
import { AdminActs1796010000000 } from '../../migrations/1796010000000-admin-acts.js';
import { RefundProposals1796020000000 } from '../../migrations/1796020000000-refund-proposals.js';
import { OrderNumberKey1796030000000 } from '../../migrations/1796030000000-order-number-key.js';
import { RateCounts1796040000000 } from '../../migrations/1796040000000-rate-counts.js';
import { EndedTips1796050000000 } from '../../migrations/1796050000000-ended-tips.js';
import { SessionRows1796060000000 } from '../../migrations/1796060000000-session-rows.js';
import { SecondFactor1796070000000 } from '../../migrations/1796070000000-second-factor.js';
import { PasswordReset1796080000000 } from '../../migrations/1796080000000-password-reset.js';
import { RequireRows1796090000000 } from '../../migrations/1796090000000-require-rows.js';
import { SteadyClient } from './steady-client.js';

/** Every migration, in order. */
export const migrations = [
  InitialSchema1795300000000,
  LifeOfMoney1795400000000,
  Withdrawals1795500000000,
  Reconciliation1795600000000,
  Sessions1795700000000,
  AskingForTips1795710000000,
  AdministratorsFilters1795900000000,
  LedgerSeals1796000000000,
  AdminActs1796010000000,
  RefundProposals1796020000000,
  OrderNumberKey1796030000000,
  RateCounts1796040000000,
  EndedTips1796050000000,
  SessionRows1796060000000,
  SecondFactor1796070000000,
  PasswordReset1796080000000,
  RequireRows1796090000000,
];

/**
 * TypeORM's options for a database; the schema comes from migrations alone.
 * @param namedStatements whether `execute` prepares statements by name
 */
export function dataSourceOptions(url: string, poolSize: number, namedStatements = true): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    applicationName: 'zanshang',
    installExtensions: false,
    synchronize: false,
    migrations,
    migrationsTableName: 'migration',
    extra: {
      Client: SteadyClient,
      // Statements that are issued together travel together; PostgreSQL runs them in that order.
      pipeline: true,
      namedStatements,
      connectionTimeoutMillis: 10_000,
      // A statement that takes longer has gone wrong; nothing the server runs comes near it.
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  };
}
