// The limit of path B: what a single statement over `pg` credits, as pgbench would run it: marks the order paid, raises
// the author's balance, writes the transfer. It does less than settling does (no counter, no earnings, no history, no
// callback kept), one order at a time, on many connections.
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { orderNumber } from '../setup/market.mjs';
import { percentile } from '../support/statistics.mjs';
import { serve } from '../support/program.mjs';

const CREDIT = {
  name: 'credit',
  text: `WITH paid AS (
      UPDATE reward SET status = 'paid', trade_no = $2, paid_time = now()
      WHERE out_trade_no = $1 AND status = 'pending'
      RETURNING id, author_id, reader_id, amount_fen, subject
    ), credited AS (
      UPDATE account a SET balance_fen = a.balance_fen + paid.amount_fen, posting_count = a.posting_count + 1,
        earned_fen = a.earned_fen + paid.amount_fen
      FROM paid WHERE a.owner_id = paid.author_id AND a.kind = 'available'
      RETURNING a.id, a.owner_id, a.balance_fen, a.posting_count
    )
    INSERT INTO transfer (id, kind, subject_id, reward_id, amount_fen, debit_account_id, credit_account_id,
      credit_owner_id, credit_posting, credit_balance_fen, counterparty_id, memo)
    SELECT gen_random_uuid(), 'reward', paid.id, paid.id, paid.amount_fen, '00000000-0000-7000-8000-000000000001',
      credited.id, credited.owner_id, credited.posting_count, credited.balance_fen, paid.reader_id, paid.subject
    FROM paid, credited`,
};

serve({
  /** Credits the orders from number `from` on. @returns credits a second, and how many */
  async measure({ databaseUrl, prefix, from, to, connections, seconds }) {
    const clients = Array.from(
      { length: connections },
      () => new pg.Client({ connectionString: databaseUrl }),
    );
    await Promise.all(clients.map((client) => client.connect()));
    let next = from;
    const latencies = [];
    const begun = performance.now();
    const deadline = begun + seconds * 1000;
    await Promise.all(
      clients.map(async (client) => {
        for (let now = performance.now(); now < deadline && next < to; now = performance.now()) {
          const outTradeNo = orderNumber(prefix, next++);
          const { rowCount } = await client.query({ ...CREDIT, values: [outTradeNo, `T${outTradeNo}`] });
          if (rowCount !== 1) throw new Error(`${outTradeNo} was not credited`);
          latencies.push(performance.now() - now);
        }
      }),
    );
    const elapsedSeconds = (performance.now() - begun) / 1000;
    await Promise.all(clients.map((client) => client.end()));
    return {
      perSecond: latencies.length / elapsedSeconds,
      next,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
    };
  },
});
