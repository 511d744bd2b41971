import { SYSTEM_ACCOUNT_IDS } from '../wallet/accounts.js';
import { type Check, systemNetSql } from '../wallet/ledger-check.js';

/** What rewards, refunds and the articles' counters must agree with in the ledger. */
export const rewardChecks: readonly Check[] = [
  {
    name: 'reward_transfers',
    sql: `SELECT r.id AS subject, CASE WHEN r.paid_time IS NULL THEN 0 ELSE r.amount_fen END AS expected,
        coalesce(t.sum, 0) AS actual
      FROM reward r LEFT JOIN (
        SELECT subject_id, sum(amount_fen) FROM transfer WHERE kind IN ('reward', 'fee', 'balance_reward') GROUP BY 1
      ) AS t ON t.subject_id = r.id
      WHERE coalesce(t.sum, 0) <> CASE WHEN r.paid_time IS NULL THEN 0 ELSE r.amount_fen END`,
  },
  {
    name: 'reward_refunds',
    sql: `SELECT r.id AS subject, r.refunded_fen + r.held_fen AS expected, coalesce(t.sum, 0) AS actual
      FROM reward r LEFT JOIN (
        SELECT reward_id, sum(CASE WHEN kind IN ('refund', 'refund_debt', 'fee_refund') THEN amount_fen ELSE -amount_fen END)
        FROM transfer
        WHERE kind IN ('refund', 'refund_debt', 'fee_refund', 'refund_returned', 'fee_refund_returned') GROUP BY 1
      ) AS t ON t.reward_id = r.id
      WHERE coalesce(t.sum, 0) <> r.refunded_fen + r.held_fen`,
  },
  {
    name: 'refund_rows',
    sql: `SELECT r.id AS subject, r.refunded_fen || ' done, ' || r.held_fen || ' pending' AS expected,
        coalesce(f.done, 0) || ' done, ' || coalesce(f.pending, 0) || ' pending' AS actual
      FROM reward r LEFT JOIN (
        SELECT reward_id, coalesce(sum(amount_fen) FILTER (WHERE status = 'done'), 0) AS done,
          coalesce(sum(amount_fen) FILTER (WHERE status = 'pending'), 0) AS pending
        FROM refund GROUP BY 1
      ) AS f ON f.reward_id = r.id
      WHERE coalesce(f.done, 0) <> r.refunded_fen OR coalesce(f.pending, 0) <> r.held_fen`,
  },
  {
    name: 'refund_proposals',
    sql: `SELECT p.id AS subject, 'one refund of ' || p.amount_fen AS expected, coalesce(f.amount_fen::text, 'none') AS actual
      FROM refund_proposal p LEFT JOIN refund f ON f.id = p.id
      WHERE CASE p.status WHEN 'approved'
        THEN f.amount_fen IS DISTINCT FROM p.amount_fen OR f.reward_id <> p.reward_id ELSE f.id IS NOT NULL END`,
  },
  {
    name: 'fees',
    sql: `SELECT r.id AS subject, CASE WHEN r.paid_time IS NULL THEN 0 ELSE r.fee_fen - r.fee_returned_fen END AS expected,
        coalesce(t.sum, 0) AS actual
      FROM reward r LEFT JOIN (
        SELECT reward_id, sum(CASE WHEN kind = 'fee_refund' THEN -amount_fen ELSE amount_fen END)
        FROM transfer WHERE kind IN ('fee', 'fee_refund', 'fee_refund_returned') GROUP BY 1
      ) AS t ON t.reward_id = r.id
      WHERE coalesce(t.sum, 0) <> CASE WHEN r.paid_time IS NULL THEN 0 ELSE r.fee_fen - r.fee_returned_fen END`,
  },
  {
    name: 'transfer_subject',
    sql: `SELECT t.id AS subject, 'a reward' AS expected, 'none' AS actual
      FROM transfer t LEFT JOIN reward r ON r.id = t.reward_id
      WHERE r.id IS NULL AND t.kind NOT IN ('withdrawal', 'withdrawal_returned', 'withdrawal_paid')
        AND NOT (t.kind = 'debt_repaid' AND t.reward_id IS NULL)`,
  },
  {
    name: 'clearing',
    sql: `SELECT 'alipay_clearing' AS subject, owed AS expected, net AS actual FROM (
        SELECT ${systemNetSql('alipay_clearing')} AS net,
          (SELECT coalesce(sum(refunded_fen + held_fen - amount_fen), 0) FROM reward
            WHERE channel = 'alipay' AND paid_time IS NOT NULL)
          - (SELECT coalesce(sum(amount_fen - refunded_fen), 0) FROM second_payment)
          + (SELECT coalesce(sum(CASE kind WHEN 'withdrawal_paid' THEN amount_fen ELSE -amount_fen END), 0)
            FROM transfer WHERE kind IN ('withdrawal_paid', 'withdrawal_returned')
              AND '${SYSTEM_ACCOUNT_IDS.alipay_clearing}' IN (credit_account_id, debit_account_id)) AS owed
      ) AS c WHERE owed <> net`,
  },
  {
    name: 'suspense',
    sql: `SELECT 'suspense' AS subject, received AS expected, net AS actual FROM (
        SELECT ${systemNetSql('suspense')} AS net,
          (SELECT coalesce(sum(amount_fen - refunded_fen), 0) FROM second_payment) AS received
      ) AS c WHERE received <> net`,
  },
  {
    name: 'reward_count',
    sql: `SELECT s.article_id AS subject, coalesce(r.n, 0) AS expected, s.reward_count AS actual
      FROM article_stats s LEFT JOIN (
        SELECT article_id, count(*) AS n FROM reward WHERE paid_time IS NOT NULL GROUP BY 1
      ) AS r USING (article_id)
      WHERE s.reward_count <> coalesce(r.n, 0)`,
  },
];
