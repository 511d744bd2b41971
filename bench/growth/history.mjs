import { fillMarket, idSql, newIdSql } from '../setup/market.mjs';

/** The tables that grow with every tip. */
const GROWING = ['reward', 'transfer', 'reward_event', 'callback', 'daily_earning'];

/** How many people a site of this size has. */
export function marketOf(rows) {
  return { authors: Math.ceil(rows / 500), readers: Math.ceil(rows / 50) };
}

/** Two years of tips, evenly: a tenth of them to author 0, a hundredth by reader 0, the rest unevenly. */
const TIPS = ({ authors, readers }, rows) => `
  SELECT n, time, ${newIdSql('time')} AS id,
    CASE WHEN n % 10 = 0 THEN 0 ELSE 1 + floor((${authors} - 1) * power(random(), 2))::integer END AS author,
    CASE WHEN n % 100 = 1 THEN 0 ELSE 1 + floor((${readers} - 1) * random())::integer END AS reader,
    100 * (1 + floor(100 * power(random(), 3)))::bigint AS amount_fen,
    CASE WHEN n > ${rows} * 0.999 THEN 'pending' WHEN n % 50 = 3 THEN 'closed' ELSE 'paid' END AS status
  FROM generate_series(1, ${rows}) AS n,
    LATERAL (SELECT date_trunc('milliseconds', now() - interval '730 days' * (1 - n / ${rows}::float8)) AS time) AS t`;

const REWARDS = (market, rows) => `
  INSERT INTO reward (id, out_trade_no, trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
    message, created_time, expires_time, paid_time, next_check_time)
  SELECT id, to_char(time, 'YYYYMMDDHH24MISSMS') || md5(n::text), CASE WHEN status = 'paid' THEN '2026' || lpad(n::text, 24, '0') END,
    ${idSql('reader', 'reader')}, ${idSql('author', 'author')}, ${idSql('article', 'author')}, amount_fen, 'alipay', status,
    '打赏《第 ' || author || ' 篇好文章》', '写得真好！', time, time + interval '30 minutes',
    CASE WHEN status = 'paid' THEN time + interval '20 seconds' END,
    CASE WHEN status = 'pending' THEN now() + interval '1 day' END
  FROM (${TIPS(market, rows)}) AS tip`;

const TRANSFERS = `
  INSERT INTO transfer (id, kind, subject_id, reward_id, amount_fen, debit_account_id, credit_account_id, credit_owner_id,
    credit_posting, credit_balance_fen, counterparty_id, memo, created_time)
  SELECT ${newIdSql('paid_time')}, 'reward', id, id, amount_fen, '00000000-0000-7000-8000-000000000001',
    replace(author_id::text, '-8001-', '-8004-')::uuid, author_id, row_number() OVER by_author, sum(amount_fen) OVER by_author,
    reader_id, subject, paid_time
  FROM reward WHERE status = 'paid' WINDOW by_author AS (PARTITION BY author_id ORDER BY id)
  ORDER BY id`;

const BALANCES = `
  UPDATE account SET balance_fen = sum, earned_fen = sum, posting_count = count
  FROM (SELECT credit_account_id, sum(amount_fen), count(*) FROM transfer GROUP BY 1) AS t WHERE id = credit_account_id`;

const EARNINGS = `
  INSERT INTO daily_earning (owner_id, day, amount_fen)
  SELECT credit_owner_id, (created_time AT TIME ZONE 'Asia/Shanghai')::date, sum(amount_fen) FROM transfer GROUP BY 1, 2`;

const COUNTERS = `
  UPDATE article_stats s SET reward_count = count
  FROM (SELECT article_id, count(*) FROM reward WHERE status = 'paid' GROUP BY 1) AS r WHERE s.article_id = r.article_id`;

const EVENTS = `
  INSERT INTO reward_event (id, reward_id, time, source, kind, detail)
  SELECT ${newIdSql('paid_time')}, id, paid_time, 'notify', 'paid', jsonb_build_object('trade_no', trade_no)
  FROM reward WHERE status = 'paid'`;

const CALLBACKS = `
  INSERT INTO callback (id, source, received_time, last_time, verified, outcome, out_trade_no, trade_no, params, digest)
  SELECT ${newIdSql('paid_time')}, 'notify', paid_time, paid_time, true, 'settled', out_trade_no, trade_no,
    '{"app_id":"2021000000000000","auth_app_id":"2021000000000000","buyer_id":"2088102122524333","charset":"utf-8",
      "buyer_logon_id":"rea***@example.com","gmt_create":"2026-01-01 10:00:00","gmt_payment":"2026-01-01 10:00:09",
      "notify_id":"2026010100222100009024930501234567","notify_time":"2026-01-01 10:00:10","point_amount":"0.00",
      "notify_type":"trade_status_sync","seller_id":"2088000000000001","sign_type":"RSA2","version":"1.0",
      "trade_status":"TRADE_SUCCESS"}'::jsonb
      || jsonb_build_object('out_trade_no', out_trade_no, 'trade_no', trade_no, 'subject', subject,
        'total_amount', amount_fen, 'buyer_pay_amount', amount_fen, 'receipt_amount', amount_fen,
        'fund_bill_list', '[{"amount":"5.00","fundChannel":"ALIPAYACCOUNT"}]', 'sign', repeat(md5(trade_no), 11)),
    decode(md5(out_trade_no), 'hex')
  FROM reward WHERE status = 'paid'`;

/** Fills the database with the tips of two years and all that belongs to them; the books balance afterwards. */
export async function fillHistory(client, rows, log) {
  const market = marketOf(rows);
  await client.query(`SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'; SET synchronous_commit = off;
    SELECT setseed(0.5)`);
  await fillMarket(client, market);
  const indexes = await dropIndexes(client);
  const steps = {
    REWARDS: REWARDS(market, rows),
    TRANSFERS,
    BALANCES,
    EARNINGS,
    COUNTERS,
    EVENTS,
    CALLBACKS,
  };
  for (const [name, sql] of Object.entries(steps))
    await timed(log, name.toLowerCase(), () => client.query(sql));
  await timed(log, 'indexes', async () => {
    for (const definition of indexes) await client.query(definition);
  });
  // As autovacuum would have done by and by.
  await timed(log, 'vacuum', () => client.query('VACUUM (ANALYZE)'));
}

/** An index is made quicker at once than row by row. */
async function dropIndexes(client) {
  const { rows } = await client.query(
    `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1) AND indexname NOT LIKE '%_pkey'`,
    [GROWING],
  );
  for (const { indexname } of rows) await client.query(`DROP INDEX ${indexname}`);
  return rows.map(({ indexdef }) => indexdef);
}

async function timed(log, name, work) {
  const begun = Date.now();
  await work();
  log(`  ${name}: ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}
