import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { dataSourceOptions, migrations } from '../../src/database/options.js';
import type { TestDatabase } from './database.js';
import { administer, dropDatabase, testServer, withDatabase } from './database-server.js';

/** What the main job's release left behind, by name. Amounts in fen. */
export interface OldData {
  readonly authorId: string;
  readonly readerId: string;
  readonly articleId: string;
  readonly pending: { readonly id: string; readonly outTradeNo: string };
}

/** A database as the main job's release made it, with only its migration and its data. */
export async function createOldDatabase(): Promise<TestDatabase & { data: OldData }> {
  const { server, prefix } = testServer();
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = withDatabase(server, name);
  const dataSource = new DataSource({ ...dataSourceOptions(url, 1), migrations: migrations.slice(0, 1) });
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  const data = await fill(dataSource);
  await dataSource.destroy();
  const query = async (sql: string, params: unknown[] = []) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql, params)).rows;
    } finally {
      await client.end();
    }
  };
  return { url, query, data, drop: () => dropDatabase(server, name) };
}

const CLEARING = '00000000-0000-7000-8000-000000000001';
const SUSPENSE = '00000000-0000-7000-8000-000000000002';

/** A paid reward of 5.00, one of 2.00 given back, one pending, one closed, and a second payment of the first. */
async function fill(old: DataSource): Promise<OldData> {
  const [authorId, readerId, articleId, accountId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  for (const [id, username] of [
    [authorId, 'old_author'],
    [readerId, 'old_reader'],
  ]) {
    await old.query(`INSERT INTO users (id, username, password_hash, nickname) VALUES ($1, $2, 'x', $2)`, [
      id,
      username,
    ]);
  }
  await old.query(
    `INSERT INTO article (id, author_id, title, content, html_content) VALUES ($1, $2, '旧文章', '', '')`,
    [articleId, authorId],
  );
  await old.query('INSERT INTO article_stats (article_id, reward_count) VALUES ($1, 2)', [articleId]);
  await old.query(
    `INSERT INTO account (id, owner_id, kind, balance_fen, posting_count, earned_fen)
     VALUES ($1, $2, 'available', 500, 3, 500)`,
    [accountId, authorId],
  );
  await old.query(`INSERT INTO daily_earning VALUES ($1, (now() AT TIME ZONE 'Asia/Shanghai')::date, 500)`, [
    authorId,
  ]);
  const reward = (status: string, amountFen: number, refundedFen = 0) =>
    insertReward(old, { authorId, readerId, articleId, status, amountFen, refundedFen });
  const paid = await reward('paid', 500);
  const refunded = await reward('refunded', 200, 200);
  await reward('closed', 300);
  const pending = await reward('pending', 100);
  const refundId = uuidv7();
  const secondId = uuidv7();
  await old.query(
    `INSERT INTO refund (id, reward_id, author_id, out_request_no, amount_fen, status, origin, created_time, done_time)
     VALUES ($1, $2, $3, 'r1', 200, 'done', 'gateway', now(), now())`,
    [refundId, refunded.id, authorId],
  );
  await old.query(
    `INSERT INTO second_payment (id, reward_id, trade_no, amount_fen) VALUES ($1, $2, 's1', 500)`,
    [secondId, paid.id],
  );
  const author = { accountId, ownerId: authorId };
  await insertTransfer(old, 'reward', paid.id, paid.id, 500, {
    from: CLEARING,
    to: { ...author, posting: 1, after: 500 },
  });
  await insertTransfer(old, 'reward', refunded.id, refunded.id, 200, {
    from: CLEARING,
    to: { ...author, posting: 2, after: 700 },
  });
  await insertTransfer(old, 'refund', refundId, refunded.id, 200, {
    from: { ...author, posting: 3, after: 500 },
    to: CLEARING,
  });
  await insertTransfer(old, 'second_payment', secondId, paid.id, 500, { from: CLEARING, to: SUSPENSE });
  return { authorId, readerId, articleId, pending };
}

interface OldReward {
  authorId: string;
  readerId: string;
  articleId: string;
  status: string;
  amountFen: number;
  refundedFen: number;
}

async function insertReward(old: DataSource, reward: OldReward) {
  const id = uuidv7();
  const outTradeNo = randomUUID().replaceAll('-', '');
  const isPaid = reward.status === 'paid' || reward.status === 'refunded';
  await old.query(
    `INSERT INTO reward (id, out_trade_no, trade_no, reader_id, author_id, article_id, amount_fen, refunded_fen,
       channel, status, subject, created_time, expires_time, paid_time)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'alipay', $9, '打赏《旧文章》', now() - interval '2 minutes',
       now() + interval '28 minutes', $10)`,
    [
      ...[
        id,
        outTradeNo,
        isPaid ? `t${outTradeNo}` : null,
        reward.readerId,
        reward.authorId,
        reward.articleId,
      ],
      ...[reward.amountFen, reward.refundedFen, reward.status, isPaid ? new Date() : null],
    ],
  );
  return { id, outTradeNo };
}

type OldSide = string | { accountId: string; ownerId: string; posting: number; after: number };

async function insertTransfer(
  old: DataSource,
  kind: string,
  subjectId: string,
  rewardId: string,
  amountFen: number,
  { from, to }: { from: OldSide; to: OldSide },
): Promise<void> {
  await old.query(
    `INSERT INTO transfer (id, kind, subject_id, reward_id, amount_fen,
       debit_account_id, debit_owner_id, debit_posting, debit_balance_fen,
       credit_account_id, credit_owner_id, credit_posting, credit_balance_fen)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [uuidv7(), kind, subjectId, rewardId, amountFen, ...columns(from), ...columns(to)],
  );
}

function columns(side: OldSide): (string | number | null)[] {
  if (typeof side === 'string') return [side, null, null, null];
  return [side.accountId, side.ownerId, side.posting, side.after];
}
