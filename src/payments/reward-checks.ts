import { type Check, systemNetSql } from '../wallet/ledger-check.js';

/** What rewards, refunds and the articles' counters must agree with in the ledger. */
export const rewardChecks: readonly Check[] = [
  {
    name: 'reward_transfers',
    sql: `SELECT r.id AS subject, CASE WHEN r.paid_time IS NULL THEN 0 ELSE r.amount_fen END AS expected,
        coalesce(t.sum, 0) AS actual
      FROM reward r LEFT JOIN (
        SELECT subject_id, sum(amount_fen) FROM transfer WHERE kind IN ('reward', 'balance_reward') GROUP BY 1
      ) AS t ON t.subject_id = r.id
      WHERE coalesce(t.sum, 0) <> CASE WHEN r.paid_time IS NULL THEN 0 ELSE r.amount_fen END`,
  },
  {
    name: 'reward_refunds',
    sql: `SELECT r.id AS subject, r.refunded_fen AS expected, coalesce(t.sum, 0) AS actual
      FROM reward r LEFT JOIN (
        SELECT reward_id, sum(amount_fen) FROM transfer WHERE kind IN ('refund', 'refund_debt') GROUP BY 1
      ) AS t ON t.reward_id = r.id
      WHERE coalesce(t.sum, 0) <> r.refunded_fen`,
  },
  {
    name: 'refund_rows',
    sql: `SELECT r.id AS subject, coalesce(f.sum, 0) AS expected, r.refunded_fen AS actual
      FROM reward r LEFT JOIN (
        SELECT reward_id, sum(amount_fen) FROM refund WHERE status <> 'refused' GROUP BY 1
      ) AS f ON f.reward_id = r.id
      WHERE coalesce(f.sum, 0) <> r.refunded_fen`,
  },
  {
    name: 'transfer_subject',
    sql: `SELECT t.id AS subject, 'the reward ' || coalesce(t.reward_id::text, 'it names') AS expected, 'none' AS actual
      FROM transfer t LEFT JOIN reward r ON r.id = t.reward_id WHERE r.id IS NULL`,
  },
  {
    name: 'clearing',
    sql: `SELECT 'alipay_clearing' AS subject, owed AS expected, net AS actual FROM (
        SELECT ${systemNetSql('alipay_clearing')} AS net,
          (SELECT coalesce(sum(refunded_fen), 0) - coalesce(sum(amount_fen), 0) FROM reward
            WHERE channel = 'alipay' AND paid_time IS NOT NULL)
          - (SELECT coalesce(sum(amount_fen), 0) FROM second_payment) AS owed
      ) AS c WHERE owed <> net`,
  },
  {
    name: 'suspense',
    sql: `SELECT 'suspense' AS subject, received AS expected, net AS actual FROM (
        SELECT ${systemNetSql('suspense')} AS net,
          (SELECT coalesce(sum(amount_fen), 0) FROM second_payment) AS received
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
