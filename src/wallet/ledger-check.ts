import type { DataSource, EntityManager } from 'typeorm';
import { SYSTEM_ACCOUNT_IDS } from './accounts.js';

/** A recount: its SQL finds what differs, one row a difference (`subject`, `expected`, `actual`, all text). */
export interface Check {
  readonly name: string;
  readonly sql: string;
}

export interface Difference {
  check: string;
  subject: string;
  expected: string;
  actual: string;
}

export interface CheckResult {
  balanced: boolean;
  accounts: number;
  transfers: number;
  differences: Difference[];
}

/** How many differences of one kind are named; more would not help anybody. */
export const NAMED_DIFFERENCES = 100;

/**
 * Recounts the books from the transfers with every check given, in one REPEATABLE READ snapshot, so that tips going
 * on meanwhile do not show as differences.
 */
export async function runChecks(dataSource: DataSource, checks: readonly Check[]): Promise<CheckResult> {
  return inSnapshot(dataSource, (tx) => runChecksIn(tx, checks));
}

/** Runs `work` in one REPEATABLE READ snapshot, for as long as it takes. */
export function inSnapshot<Result>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 0');
    return work(tx);
  });
}

/** The same in a snapshot that is open already. */
export async function runChecksIn(tx: EntityManager, checks: readonly Check[]): Promise<CheckResult> {
  const differences: Difference[] = [];
  for (const { name, sql } of checks) {
    const rows: Omit<Difference, 'check'>[] = await tx.query(
      `WITH found AS MATERIALIZED (${sql})
       SELECT subject::text, expected::text, actual::text FROM found LIMIT ${NAMED_DIFFERENCES}`,
    );
    differences.push(...rows.map((row) => ({ check: name, ...row })));
  }
  const [counts] = await tx.query<{ accounts: number; transfers: number }[]>(
    `SELECT (SELECT count(*) FROM account)::float8 AS accounts, (SELECT count(*) FROM transfer)::float8 AS transfers`,
  );
  return {
    balanced: differences.length === 0,
    accounts: counts?.accounts ?? 0,
    transfers: counts?.transfers ?? 0,
    differences,
  };
}

/** Every posting on a user's account; on a debt account a debit adds. */
const POSTINGS = `
  SELECT p.*, a.kind, CASE WHEN a.kind = 'debt' THEN -p.signed_fen ELSE p.signed_fen END AS change_fen
  FROM (
    SELECT id, debit_account_id AS account_id, debit_posting AS posting, -amount_fen AS signed_fen,
      debit_balance_fen AS balance_fen, kind AS transfer_kind FROM transfer WHERE debit_owner_id IS NOT NULL
    UNION ALL
    SELECT id, credit_account_id, credit_posting, amount_fen, credit_balance_fen, kind
    FROM transfer WHERE credit_owner_id IS NOT NULL
  ) AS p JOIN account a ON a.id = p.account_id`;

/** What the ledger alone can tell; the payments folder adds what rewards and refunds must agree with. */
export const ledgerChecks: readonly Check[] = [
  {
    name: 'account_balance',
    sql: `SELECT a.id AS subject, coalesce(p.sum, 0) AS expected, a.balance_fen AS actual
      FROM account a LEFT JOIN (SELECT account_id, sum(change_fen) FROM (${POSTINGS}) AS x GROUP BY 1) AS p
        ON p.account_id = a.id
      WHERE a.owner_id IS NOT NULL AND a.balance_fen <> coalesce(p.sum, 0)`,
  },
  {
    name: 'posting_count',
    sql: `SELECT a.id AS subject, coalesce(p.count, 0) AS expected, a.posting_count AS actual
      FROM account a LEFT JOIN (SELECT account_id, count(*) FROM (${POSTINGS}) AS x GROUP BY 1) AS p
        ON p.account_id = a.id
      WHERE a.owner_id IS NOT NULL AND a.posting_count <> coalesce(p.count, 0)`,
  },
  {
    name: 'running_balance',
    sql: `SELECT id AS subject, before + change_fen AS expected, balance_fen AS actual FROM (
        SELECT *, coalesce(lag(balance_fen) OVER by_account, 0) AS before, row_number() OVER by_account AS place
        FROM (${POSTINGS}) AS x WINDOW by_account AS (PARTITION BY account_id ORDER BY posting)
      ) AS p WHERE before + change_fen <> balance_fen OR place <> posting`,
  },
  {
    name: 'unknown_account',
    sql: `SELECT t.id AS subject, 'an existing account of this owner' AS expected, 'none' AS actual FROM transfer t
      LEFT JOIN account d ON d.id = t.debit_account_id AND d.owner_id IS NOT DISTINCT FROM t.debit_owner_id
      LEFT JOIN account c ON c.id = t.credit_account_id AND c.owner_id IS NOT DISTINCT FROM t.credit_owner_id
      WHERE d.id IS NULL OR c.id IS NULL`,
  },
  {
    name: 'overall_zero',
    sql: `SELECT 'all accounts' AS subject, 0 AS expected, sum AS actual FROM (
        SELECT coalesce(sum(CASE WHEN kind = 'debt' THEN -balance_fen ELSE balance_fen END), 0)
          + (SELECT coalesce(sum(CASE WHEN credit_owner_id IS NULL THEN amount_fen ELSE 0 END
              - CASE WHEN debit_owner_id IS NULL THEN amount_fen ELSE 0 END), 0) FROM transfer) AS sum
        FROM account WHERE owner_id IS NOT NULL
      ) AS total WHERE sum <> 0`,
  },
  {
    name: 'earned',
    sql: `SELECT a.owner_id AS subject, coalesce(e.sum, 0) AS expected, a.sum AS actual
      FROM (SELECT owner_id, sum(earned_fen) FROM account WHERE owner_id IS NOT NULL GROUP BY 1) AS a
      LEFT JOIN (
        SELECT owner_id, sum(fen) FROM (
          SELECT credit_owner_id AS owner_id, amount_fen AS fen FROM transfer WHERE kind IN ('reward', 'balance_reward', 'refund_returned')
          UNION ALL
          SELECT debit_owner_id, -amount_fen FROM transfer WHERE kind IN ('refund', 'refund_debt')
        ) AS x GROUP BY 1
      ) AS e USING (owner_id)
      WHERE a.sum <> coalesce(e.sum, 0)`,
  },
  {
    name: 'daily_earning',
    sql: `SELECT a.owner_id AS subject, a.sum AS expected, coalesce(d.sum, 0) AS actual
      FROM (SELECT owner_id, sum(earned_fen) FROM account WHERE owner_id IS NOT NULL GROUP BY 1) AS a
      LEFT JOIN (SELECT owner_id, sum(amount_fen) FROM daily_earning GROUP BY 1) AS d USING (owner_id)
      WHERE a.sum <> coalesce(d.sum, 0)`,
  },
];

/** SQL for the net of a system account: what came in less what went out. */
export function systemNetSql(kind: keyof typeof SYSTEM_ACCOUNT_IDS): string {
  const id = SYSTEM_ACCOUNT_IDS[kind];
  return `(SELECT coalesce(sum(CASE WHEN credit_account_id = '${id}' THEN amount_fen ELSE -amount_fen END), 0)
    FROM transfer WHERE '${id}' IN (credit_account_id, debit_account_id))`;
}
