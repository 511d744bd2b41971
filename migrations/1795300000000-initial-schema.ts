import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. Rules of the house:
 * - money is bigint fen; ids are UUIDv7 made by the application; times are timestamptz;
 * - what the program must never do, the database refuses as well (CHECK, UNIQUE, triggers);
 * - no foreign key on the hot tables: rows are never deleted, and a key check on a shared row (an article, a system
 *   account) would make every tip lock it. The ledger check looks for orphans instead.
 */
export class InitialSchema1795300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [PEOPLE, ARTICLES, LEDGER, REWARDS, CALLBACKS])
      await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE callback, idempotency_key, refund, second_payment, reward_event, reward,
        daily_earning, transfer, account, article_stats, article, users;
      DROP FUNCTION refuse_change();
    `);
  }
}

const PEOPLE = `
  CREATE TABLE users (
    id uuid PRIMARY KEY,
    username text NOT NULL CHECK (username ~ '^[A-Za-z0-9_-]{3,32}$'),
    password_hash text NOT NULL,
    nickname text NOT NULL,
    avatar text NOT NULL DEFAULT '',
    role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
    is_active boolean NOT NULL DEFAULT true,
    created_time timestamptz NOT NULL DEFAULT now()
  );
  CREATE UNIQUE INDEX users_username ON users (lower(username));
`;

const ARTICLES = `
  CREATE TABLE article (
    id uuid PRIMARY KEY,
    author_id uuid NOT NULL REFERENCES users,
    title text NOT NULL,
    content text NOT NULL,
    html_content text NOT NULL,
    collection_name text NOT NULL DEFAULT '',
    is_public boolean NOT NULL DEFAULT true,
    is_show boolean NOT NULL DEFAULT true,
    deleted_time timestamptz,
    created_time timestamptz NOT NULL DEFAULT now(),
    updated_time timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX article_visible ON article (id DESC) WHERE is_public AND is_show AND deleted_time IS NULL;
  CREATE INDEX article_by_author ON article (author_id, id DESC) WHERE deleted_time IS NULL;

  -- Counters stand apart: a tip changes a narrow row and never waits for somebody who edits the article.
  CREATE TABLE article_stats (
    article_id uuid PRIMARY KEY,
    read_count bigint NOT NULL DEFAULT 0 CHECK (read_count >= 0),
    reward_count bigint NOT NULL DEFAULT 0 CHECK (reward_count >= 0)
  ) WITH (fillfactor = 50);
`;

const LEDGER = `
  -- A user's balance is kept here, exactly and at once. A system account's balance is not kept: every tip would
  -- have to change the same row. It is the sum of its transfers.
  CREATE TABLE account (
    id uuid PRIMARY KEY,
    owner_id uuid,
    kind text NOT NULL,
    balance_fen bigint NOT NULL DEFAULT 0 CHECK (balance_fen >= 0),
    posting_count bigint NOT NULL DEFAULT 0 CHECK (posting_count >= 0),
    earned_fen bigint NOT NULL DEFAULT 0,
    CHECK (CASE WHEN owner_id IS NULL
      THEN kind IN ('alipay_clearing', 'suspense') AND balance_fen = 0 AND posting_count = 0
      ELSE kind IN ('available', 'debt') END)
  ) WITH (fillfactor = 50);
  CREATE UNIQUE INDEX account_of_owner ON account (owner_id, kind) WHERE owner_id IS NOT NULL;
  CREATE UNIQUE INDEX account_of_system ON account (kind) WHERE owner_id IS NULL;
  INSERT INTO account (id, kind) VALUES
    ('00000000-0000-7000-8000-000000000001', 'alipay_clearing'),
    ('00000000-0000-7000-8000-000000000002', 'suspense');

  -- One row is one double entry. On a user's side it carries that account's posting number (1, 2, 3, …) and the
  -- balance after it, so that a missing or changed row shows.
  CREATE TABLE transfer (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN
      ('reward', 'balance_reward', 'second_payment', 'refund', 'refund_debt', 'debt_repaid')),
    subject_id uuid NOT NULL,
    reward_id uuid,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    debit_account_id uuid NOT NULL,
    debit_owner_id uuid,
    debit_posting bigint,
    debit_balance_fen bigint CHECK (debit_balance_fen >= 0),
    credit_account_id uuid NOT NULL,
    credit_owner_id uuid,
    credit_posting bigint,
    credit_balance_fen bigint CHECK (credit_balance_fen >= 0),
    counterparty_id uuid,
    memo text NOT NULL DEFAULT '',
    created_time timestamptz NOT NULL DEFAULT now(),
    CHECK (debit_account_id <> credit_account_id),
    CHECK ((debit_owner_id IS NULL) = (debit_posting IS NULL)),
    CHECK ((debit_owner_id IS NULL) = (debit_balance_fen IS NULL)),
    CHECK ((credit_owner_id IS NULL) = (credit_posting IS NULL)),
    CHECK ((credit_owner_id IS NULL) = (credit_balance_fen IS NULL))
  );
  -- "Twice" is impossible: a reward, a refund, … moves money once in each way.
  CREATE UNIQUE INDEX transfer_once ON transfer (kind, subject_id);
  CREATE UNIQUE INDEX transfer_debits ON transfer (debit_account_id, debit_posting) WHERE debit_posting IS NOT NULL;
  CREATE UNIQUE INDEX transfer_credits ON transfer (credit_account_id, credit_posting)
    WHERE credit_posting IS NOT NULL;
  CREATE INDEX transfer_of_reward ON transfer (reward_id) WHERE reward_id IS NOT NULL;

  -- What an author earned on a day (Beijing), so that "too young to withdraw" and the income chart cost a few rows.
  CREATE TABLE daily_earning (
    owner_id uuid NOT NULL,
    day date NOT NULL,
    amount_fen bigint NOT NULL,
    PRIMARY KEY (owner_id, day)
  ) WITH (fillfactor = 50);

  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END
  $$;
  CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const REWARDS = `
  CREATE TABLE reward (
    id uuid PRIMARY KEY,
    out_trade_no text NOT NULL CHECK (out_trade_no ~ '^[A-Za-z0-9_]{1,64}$'),
    trade_no text,
    reader_id uuid NOT NULL,
    author_id uuid NOT NULL CHECK (author_id <> reader_id),
    article_id uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    refunded_fen bigint NOT NULL DEFAULT 0 CHECK (refunded_fen BETWEEN 0 AND amount_fen),
    channel text NOT NULL CHECK (channel IN ('alipay', 'balance')),
    status text NOT NULL CHECK (status IN ('pending', 'paid', 'partially_refunded', 'refunded', 'closed')),
    subject text NOT NULL,
    message text NOT NULL DEFAULT '',
    -- Milliseconds, as JavaScript has them: a list's cursor must give back the very time.
    created_time timestamptz(3) NOT NULL,
    expires_time timestamptz(3),
    paid_time timestamptz(3),
    CHECK ((status IN ('pending', 'closed')) = (paid_time IS NULL)),
    CHECK ((channel = 'alipay') = (expires_time IS NOT NULL)),
    CHECK (status NOT IN ('pending', 'closed', 'paid') OR refunded_fen = 0),
    CHECK (status <> 'partially_refunded' OR (refunded_fen > 0 AND refunded_fen < amount_fen)),
    CHECK (status <> 'refunded' OR refunded_fen = amount_fen)
  ) WITH (fillfactor = 85);
  CREATE UNIQUE INDEX reward_out_trade_no ON reward (out_trade_no);
  CREATE INDEX reward_trade_no ON reward (trade_no) WHERE trade_no IS NOT NULL;
  CREATE INDEX reward_sent ON reward (reader_id, id DESC);
  CREATE INDEX reward_received ON reward (author_id, id DESC);
  CREATE INDEX reward_of_article ON reward (article_id, id DESC);
  CREATE INDEX reward_supporters ON reward (article_id, paid_time DESC, id DESC)
    WHERE status IN ('paid', 'partially_refunded');
  CREATE INDEX reward_by_status ON reward (status, id DESC) WHERE status <> 'paid';

  -- What happened to a reward, in order of time.
  CREATE TABLE reward_event (
    id uuid PRIMARY KEY,
    reward_id uuid NOT NULL,
    time timestamptz NOT NULL DEFAULT now(),
    source text NOT NULL,
    kind text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
  );
  CREATE INDEX reward_event_of_reward ON reward_event (reward_id, id);
  CREATE TRIGGER reward_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reward_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- Another trade_no for a reward that is paid already: the money waits in suspense for an operator.
  CREATE TABLE second_payment (
    id uuid PRIMARY KEY,
    reward_id uuid NOT NULL REFERENCES reward,
    trade_no text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    created_time timestamptz NOT NULL DEFAULT now(),
    UNIQUE (reward_id, trade_no)
  );

  CREATE TABLE refund (
    id uuid PRIMARY KEY,
    reward_id uuid NOT NULL REFERENCES reward,
    author_id uuid NOT NULL,
    out_request_no text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    status text NOT NULL CHECK (status IN ('pending', 'done', 'refused')),
    origin text NOT NULL CHECK (origin IN ('admin', 'gateway')),
    reason text NOT NULL DEFAULT '',
    created_time timestamptz NOT NULL,
    done_time timestamptz,
    UNIQUE (reward_id, out_request_no)
  );

  CREATE TABLE idempotency_key (
    user_id uuid NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    request_digest bytea NOT NULL,
    resource_id uuid NOT NULL,
    created_time timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, route, key)
  );
  CREATE INDEX idempotency_key_age ON idempotency_key (created_time);
`;

const CALLBACKS = `
  CREATE TABLE callback (
    id uuid PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('notify', 'return', 'query')),
    received_time timestamptz NOT NULL,
    last_time timestamptz NOT NULL,
    times integer NOT NULL DEFAULT 1 CHECK (times > 0),
    verified boolean NOT NULL,
    outcome text NOT NULL,
    out_trade_no text NOT NULL DEFAULT '',
    trade_no text NOT NULL DEFAULT '',
    params jsonb NOT NULL,
    digest bytea NOT NULL
  );
  -- An identical repeat of a verified message raises times on the first row.
  CREATE UNIQUE INDEX callback_once ON callback (out_trade_no, source, digest) WHERE verified;
  CREATE INDEX callback_of_order ON callback (out_trade_no, id DESC);
  CREATE INDEX callback_unverified ON callback (id DESC) WHERE NOT verified;
`;
