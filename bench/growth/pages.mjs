import { idOf } from '../setup/market.mjs';
import { tokenFor } from '../setup/secrets.mjs';

const DAY_MS = 86_400_000;

/** Every list and filter of the API, with the pages that are hard: the hot author's, old days, filters that fit nothing. */
export async function pagesOf({ secrets, books }, client) {
  const user = (kind, number) => tokenFor(idOf(kind, number), secrets.jwtSecret);
  const [hot, author, busyReader, reader] = [
    user('author', 0),
    user('author', 5),
    user('reader', 0),
    user('reader', 7),
  ];
  const admin = books.token;
  const { rows } = await client.query(
    `SELECT r.id, r.out_trade_no, r.trade_no FROM reward r WHERE status = 'paid' AND author_id = $1 ORDER BY id LIMIT 1`,
    [idOf('author', 5)],
  );
  const [old] = rows;
  const ago = (days) => new Date(Date.now() - days * DAY_MS).toISOString();
  const rewards = (filter) => [`/admin/rewards?${filter}`, admin];
  return [
    ['/wallet', hot],
    ['/wallet/transactions', hot],
    ['/wallet/transactions', author],
    [`/wallet/transactions?cursor=${cursor('1000')}`, hot],
    ...['direction=in', 'direction=out', 'kind=tips', 'kind=refunds', 'kind=withdrawals'].map((filter) => [
      `/wallet/transactions?${filter}`,
      hot,
    ]),
    [`/wallet/transactions?from=${ago(365)}&to=${ago(364)}`, hot],
    [`/wallet/transactions?from=${ago(365)}&to=${ago(364)}&kind=refunds`, hot],
    ['/wallet/earnings', hot],
    ['/rewards?role=sent', busyReader],
    ['/rewards?role=sent', reader],
    ['/rewards?role=received', hot],
    ['/rewards?role=received', author],
    [`/rewards/${old.id}`, author],
    [`/articles/${idOf('article', 0)}/rewards`],
    [`/articles/${idOf('article', 5)}/rewards`],
    ['/articles'],
    [`/articles?author=${idOf('author', 5)}`],
    [`/articles/${idOf('article', 5)}`],
    rewards(''),
    rewards(`cursor=${cursor(old.id)}`),
    ...['pending', 'paid', 'partially_refunded', 'refunded', 'closed'].map((status) =>
      rewards(`status=${status}`),
    ),
    rewards('channel=alipay'),
    rewards('channel=balance'),
    rewards('author=author-0'),
    rewards('author=author-5'),
    rewards('author=author-5&status=closed'),
    rewards('author=author-0&status=closed'),
    rewards('author=author-0&status=refunded'),
    rewards('user=reader-0'),
    rewards('user=reader-7'),
    rewards('user=reader-7&author=author-5'),
    rewards(`article_id=${idOf('article', 0)}`),
    rewards(`article_id=${idOf('article', 5)}`),
    rewards(`article_id=${idOf('article', 0)}&status=closed`),
    rewards(`out_trade_no=${old.out_trade_no}`),
    rewards(`trade_no=${old.trade_no}`),
    rewards(`from=${ago(1)}`),
    rewards(`to=${ago(700)}`),
    rewards(`from=${ago(365)}&to=${ago(364)}`),
    rewards('min=100.00'),
    rewards('min=5000.00'),
    rewards('max=1.00'),
    rewards('min=50.00&max=51.00'),
    rewards('status=pending&min=90.00'),
    rewards(`status=closed&from=${ago(365)}&to=${ago(364)}`),
    [`/admin/rewards/${old.id}`, admin],
    ['/admin/callbacks', admin],
    [`/admin/callbacks?out_trade_no=${old.out_trade_no}`, admin],
    ['/admin/callbacks?verified=true', admin],
    ['/admin/callbacks?verified=false', admin],
    ['/admin/statistics', admin],
    ['/admin/attention', admin],
    ['/admin/withdrawals', admin],
    ['/admin/reconciliations', admin],
    ['/admin/users', admin],
    ['/admin/users?q=author-1', admin],
    ['/admin/users?q=nobody', admin],
    ['/admin/users?role=admin', admin],
    ['/admin/users?is_active=false', admin],
  ].map(([path, token]) => ({
    path,
    token,
    name: nameOf(path, [hot, busyReader].includes(token)),
  }));
}

function cursor(...position) {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The path without what differs from run to run. */
function nameOf(path, busy) {
  const name = path
    .replace(idOf('article', 0), 'HOT')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/cursor=[^&]+/, 'cursor=FAR')
    .replace(/trade_no=\w+/, 'trade_no=…')
    .replace(
      /\d{4}-\d\d-\d\dT[^&]+/g,
      (time) => `${Math.round((Date.now() - Date.parse(time)) / DAY_MS)}d ago`,
    );
  return busy ? `${name} (busy)` : name;
}
