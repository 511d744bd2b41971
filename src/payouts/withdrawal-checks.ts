import { SYSTEM_ACCOUNT_IDS } from '../wallet/accounts.js';
import { type Check, systemNetSql } from '../wallet/ledger-check.js';

const OPEN = `('requested', 'approved', 'sending')`;

/** What withdrawals must agree with in the ledger. */
export const withdrawalChecks: readonly Check[] = [
  {
    name: 'withdrawing',
    sql: `SELECT owner_id AS subject, coalesce(w.sum, 0) AS expected, coalesce(a.balance_fen, 0) AS actual
      FROM (SELECT owner_id, sum(amount_fen) FROM withdrawal WHERE status IN ${OPEN} GROUP BY 1) AS w
      FULL JOIN (SELECT owner_id, balance_fen FROM account WHERE kind = 'withdrawing') AS a USING (owner_id)
      WHERE coalesce(w.sum, 0) <> coalesce(a.balance_fen, 0)`,
  },
  {
    name: 'withdrawn',
    sql: `SELECT owner_id AS subject, coalesce(w.sum, 0) AS expected, coalesce(a.withdrawn_fen, 0) AS actual
      FROM (SELECT owner_id, sum(amount_fen) FROM withdrawal WHERE status = 'paid' GROUP BY 1) AS w
      FULL JOIN (SELECT owner_id, withdrawn_fen FROM account WHERE kind = 'withdrawing') AS a USING (owner_id)
      WHERE coalesce(w.sum, 0) <> coalesce(a.withdrawn_fen, 0)`,
  },
  {
    name: 'withdrawal_transfers',
    sql: `SELECT id AS subject, expected, actual FROM (
        SELECT w.id, concat_ws(', ', w.amount_fen || ' set aside',
            CASE WHEN w.status IN ('paid', 'returned') THEN w.amount_fen || ' paid by ' || w.paid_by END,
            CASE WHEN w.status IN ('rejected', 'failed', 'returned') THEN w.amount_fen || ' given back' END) AS expected,
          concat_ws(', ', t.aside || ' set aside', t.paid || ' paid by ' || t.paid_by, t.back || ' given back') AS actual
        FROM withdrawal w LEFT JOIN (
          SELECT subject_id, sum(amount_fen) FILTER (WHERE kind = 'withdrawal') AS aside,
            sum(amount_fen) FILTER (WHERE kind = 'withdrawal_paid') AS paid,
            max(CASE credit_account_id WHEN '${SYSTEM_ACCOUNT_IDS.payouts}' THEN 'hand' ELSE 'provider' END)
              FILTER (WHERE kind = 'withdrawal_paid') AS paid_by,
            sum(amount_fen) FILTER (WHERE kind = 'withdrawal_returned') AS back
          FROM transfer WHERE kind IN ('withdrawal', 'withdrawal_paid', 'withdrawal_returned') GROUP BY 1
        ) AS t ON t.subject_id = w.id
      ) AS c WHERE expected <> actual`,
  },
  {
    name: 'withdrawal_subject',
    sql: `SELECT t.id AS subject, 'a withdrawal' AS expected, 'none' AS actual
      FROM transfer t LEFT JOIN withdrawal w ON w.id = t.subject_id
      WHERE w.id IS NULL AND (t.kind IN ('withdrawal', 'withdrawal_paid', 'withdrawal_returned')
        OR (t.kind = 'debt_repaid' AND t.reward_id IS NULL))`,
  },
  {
    name: 'payouts',
    sql: `SELECT 'payouts' AS subject, paid AS expected, net AS actual FROM (
        SELECT ${systemNetSql('payouts')} AS net,
          (SELECT coalesce(sum(amount_fen), 0) FROM withdrawal WHERE paid_by = 'hand') AS paid
      ) AS c WHERE paid <> net`,
  },
];
