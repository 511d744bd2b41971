/** What there is to tip: everybody and everything has an id that follows from its number. */
export const MARKET = { authors: 2000, readers: 500 };

/** All orders cost as much, in fen; the notifications say so in yuan. */
export const AMOUNT_FEN = 500;

const KINDS = { author: 1, reader: 2, article: 3, account: 4 };

/** The id of a person, an article or an account: a well-formed UUIDv7 of long ago. */
export function idOf(kind, number) {
  return `01900000-0000-7000-800${KINDS[kind]}-${number.toString(16).padStart(12, '0')}`;
}

/** The same in SQL, `number` being an expression. */
export function idSql(kind, number) {
  return `('01900000-0000-7000-800${KINDS[kind]}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}

/** A UUIDv7 of that time in SQL: its milliseconds, and the rest at random. */
export function newIdSql(time) {
  return `(lpad(to_hex((extract(epoch FROM ${time}) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
    || '8' || substr(md5(random()::text), 1, 15))::uuid`;
}

/** Authors with an article and an account each, and readers. Author 0 is the hot one. */
export async function fillMarket(client, { authors, readers } = MARKET) {
  await client.query(`
    INSERT INTO users (id, username, password_hash, nickname)
      SELECT ${idSql('author', 'n')}, 'author-' || n, 'none', '作者' || n FROM generate_series(0, ${authors}) AS n;
    INSERT INTO users (id, username, password_hash, nickname)
      SELECT ${idSql('reader', 'n')}, 'reader-' || n, 'none', '读者' || n FROM generate_series(0, ${readers}) AS n;
    INSERT INTO session (id, user_id, number, expires_time, address, client)
      SELECT id, id, 0, now() + interval '1 day', '127.0.0.1', 'bench' FROM users;
    INSERT INTO article (id, author_id, title, content, html_content)
      SELECT ${idSql('article', 'n')}, ${idSql('author', 'n')}, '第 ' || n || ' 篇好文章', repeat('内容', 500), repeat('<p>内容</p>', 200)
      FROM generate_series(0, ${authors}) AS n;
    INSERT INTO article_stats (article_id) SELECT id FROM article;
    INSERT INTO account (id, owner_id, kind)
      SELECT ${idSql('account', 'n')}, ${idSql('author', 'n')}, 'available' FROM generate_series(0, ${authors}) AS n;
    ANALYZE;
  `);
}

/** The number of an order; both the rows and the notifications follow from prefix and number. */
export function orderNumber(prefix, number) {
  return prefix + number.toString(16).padStart(8, '0');
}

/** How the numbers of the orders begin that the benchmark writes itself: with a time that is past. */
export const SEEDED_ORDERS = '20260101000000000';

/** Seventeen digits of a time and sixteen random ones: as long as the server's own numbers, with the number at the end. */
export function orderPrefix(random) {
  return SEEDED_ORDERS + random.slice(0, 16);
}

/**
 * Pending orders `from`..`to` (exclusive) as POST /payments/alipay leaves them: to the hot author, or to all other
 * authors in turn.
 */
export async function fillOrders(client, { prefix, from, to, hot }, { authors, readers } = MARKET) {
  const author = hot ? '0' : `1 + n % ${authors}`;
  await client.query(`
    INSERT INTO reward (id, out_trade_no, reader_id, author_id, article_id, amount_fen, channel, status, subject,
      message, created_time, expires_time, next_check_time)
    SELECT ${newIdSql('clock_timestamp()')}, '${prefix}' || lpad(to_hex(n), 8, '0'), ${idSql('reader', `n % ${readers}`)},
      ${idSql('author', author)}, ${idSql('article', author)}, ${AMOUNT_FEN}, 'alipay', 'pending', '打赏《好文章》',
      '写得真好！', now(), now() + interval '1 day', now() + interval '1 day'
    FROM generate_series(${from}, ${to - 1}) AS n`);
}
