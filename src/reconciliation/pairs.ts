/**
 * SQL that puts the bills' rows beside what is booked here (`pairs`), and finds what is booked and stands in no bill
 * (`unbilled`). A payment is matched by its order and transaction number and a refund by its own number, whatever the
 * day: what was paid at 23:59:59 there and recorded here on the next day, or weeks later, is no difference.
 */

/** A bill's payments. `here_fen` is null where the payment is not booked here. */
export const PAYMENT_PAIRS = `
  SELECT b.day, b.line, b.trade_no, b.out_trade_no, b.out_request_no, b.amount_fen AS there_fen, b.received_fen, b.fee_fen,
    r.id AS reward_id, r.status,
    CASE WHEN r.trade_no = b.trade_no THEN r.amount_fen ELSE s.amount_fen END AS here_fen
  FROM bill_row b
  LEFT JOIN reward r ON r.out_trade_no = b.out_trade_no AND r.channel = 'alipay' AND b.out_request_no = ''
  LEFT JOIN second_payment s ON s.reward_id = r.id AND s.trade_no = b.trade_no
  WHERE b.kind = 'payment'`;

/**
 * A bill's refunds. Of a second payment only the sum of its refunds is booked: its rows are covered in their order.
 * One that was booked as part of a sum stands in `adopted`.
 */
export const REFUND_PAIRS = `
  SELECT b.day, b.line, b.trade_no, b.out_trade_no, b.out_request_no, b.amount_fen AS there_fen, b.received_fen, b.fee_fen,
    b.finished_time, r.id AS reward_id, f.status, so_far.fen AS refunded_fen,
    CASE WHEN r.trade_no = b.trade_no THEN f.here_fen WHEN s.refunded_fen >= so_far.fen THEN b.amount_fen END AS here_fen
  FROM bill_row b
  LEFT JOIN reward r ON r.out_trade_no = b.out_trade_no AND r.channel = 'alipay'
  LEFT JOIN second_payment s ON s.reward_id = r.id AND s.trade_no = b.trade_no
  LEFT JOIN LATERAL (
    SELECT sum(x.amount_fen) AS fen FROM bill_row x
    WHERE x.kind = 'refund' AND x.out_trade_no = b.out_trade_no AND x.trade_no = b.trade_no
      AND (x.finished_time, x.day, x.line) <= (b.finished_time, b.day, b.line)
  ) AS so_far ON true
  LEFT JOIN LATERAL (
    SELECT x.status, CASE WHEN x.status = 'done' THEN coalesce((x.adopted->>b.out_request_no)::bigint, x.amount_fen) END
      AS here_fen
    FROM refund x WHERE x.reward_id = r.id AND r.trade_no = b.trade_no
      AND (x.out_request_no IN (b.out_request_no, b.out_request_no || '_after_refusal') OR x.adopted ? b.out_request_no)
    ORDER BY x.status = 'done' DESC, x.id LIMIT 1
  ) AS f ON true
  WHERE b.kind = 'refund'`;

/** A payment just before midnight by our clock may be of the next day by the provider's. */
const CLOCKS_APART = `interval '1 minute'`;

const dayOf = (time: string) => `((${time}) AT TIME ZONE 'Asia/Shanghai')::date`;

/** A fetched day \`c\` on which something was booked, before its bill was asked for. */
const bookedOn = (time: string) => `
  ${time} >= c.day::timestamp AT TIME ZONE 'Asia/Shanghai'
  AND ${time} < (c.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
  AND ${time} <= c.asked_time AND c.state = 'fetched'`;

/** Whether the bills of all days are known on which it may have happened there. */
const billsKnown = (from: string, to: string) => `NOT EXISTS (
  SELECT FROM generate_series(${dayOf(from)}::timestamp, ${dayOf(`${to} + ${CLOCKS_APART}`)}::timestamp, '1 day') AS d
  WHERE NOT EXISTS (
    SELECT FROM reconciliation k WHERE k.day = d::date AND k.state = 'fetched'))`;

/** Payments, second ones too, that were booked on a day and stand in no bill. */
export const UNBILLED_PAYMENTS = `
  SELECT c.day, p.id AS reward_id, p.out_trade_no, p.trade_no, '' AS out_request_no, p.amount_fen AS here_fen
  FROM reconciliation c CROSS JOIN LATERAL (
    SELECT r.id, r.out_trade_no, r.trade_no, r.amount_fen, r.created_time, r.paid_time AS time FROM reward r
    WHERE r.channel = 'alipay' AND ${bookedOn('r.paid_time')}
    UNION ALL
    SELECT r.id, r.out_trade_no, s.trade_no, s.amount_fen, r.created_time, s.created_time FROM second_payment s
    JOIN reward r ON r.id = s.reward_id WHERE ${bookedOn('s.created_time')}
  ) AS p
  WHERE NOT EXISTS (
      SELECT FROM bill_row b WHERE b.out_trade_no = p.out_trade_no AND b.trade_no = p.trade_no AND b.kind = 'payment'
        AND b.out_request_no = '')
    AND ${billsKnown('p.created_time', 'p.time')}`;

/** A refund made elsewhere may be notified of up to a day and a half after it happened (Alipay's resends). */
const MADE_FROM = `CASE f.origin WHEN 'admin' THEN f.created_time
  ELSE greatest(r.created_time, f.created_time - interval '2 days') END`;

/** Refunds that were completed on a day, and what of them stands in no bill. */
export const UNBILLED_REFUNDS = `
  SELECT c.day, r.id AS reward_id, r.out_trade_no, r.trade_no, f.out_request_no, f.amount_fen - named.fen AS here_fen
  FROM reconciliation c JOIN refund f ON f.status = 'done' AND ${bookedOn('f.done_time')}
  JOIN reward r ON r.id = f.reward_id AND r.channel = 'alipay'
  CROSS JOIN LATERAL (SELECT coalesce(sum(value::bigint), 0) AS fen FROM jsonb_each_text(f.adopted)) AS named
  WHERE f.amount_fen > named.fen AND NOT EXISTS (
      SELECT FROM bill_row b WHERE b.out_trade_no = r.out_trade_no AND b.trade_no = r.trade_no AND b.kind = 'refund'
        AND f.out_request_no IN (b.out_request_no, b.out_request_no || '_after_refusal'))
    AND ${billsKnown(MADE_FROM, 'f.done_time')}`;
