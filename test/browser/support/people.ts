import { randomBytes } from 'node:crypto';
import type { ServerAddress } from './shared-server.js';

export interface Account {
  readonly username: string;
  readonly password: string;
}

/** Somebody with an account, and a token to arrange things by without a browser. */
export interface Person extends Account {
  readonly nickname: string;
  readonly token: string;
}

export const ADMIN: Account = { username: 'admin', password: 'zanshang-admin' };

/** Asks the server as a program would. @throws Error with the answer where it is a refusal */
export async function call(
  { url }: Pick<ServerAddress, 'url'>,
  token: string | undefined,
  method: string,
  path: string,
  body?: object,
) {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { location: response.headers.get('location'), body: text && JSON.parse(text) };
}

/** Nobody else has this name, so that texts on shared pages are found. */
export async function register(server: ServerAddress, called: string): Promise<Person> {
  const mark = randomBytes(4).toString('hex');
  const account = {
    username: `u_${mark}`,
    password: 'correct horse',
    nickname: `${called}${mark.slice(0, 4)}`,
  };
  const { body } = await call(server, undefined, 'POST', '/users', account);
  return { ...account, token: body.token as string };
}

export async function publish(server: ServerAddress, author: Person, changes: object = {}) {
  const article = { title: `关于${author.nickname}`, content: '# 开头\n\n正文第一段。', ...changes };
  return (await call(server, author.token, 'POST', '/articles', article)).body as {
    id: string;
    title: string;
  };
}

export interface Shop {
  readonly author: Person;
  readonly reader: Person;
  readonly article: { readonly id: string; readonly title: string };
}

/** An author with an article, and a reader. */
export async function openShop(server: ServerAddress): Promise<Shop> {
  const author = await register(server, '作者');
  const reader = await register(server, '读者');
  return { author, reader, article: await publish(server, author) };
}

/** A tip paid through the simulator without a browser. @returns the reward's id */
export async function tip(
  server: ServerAddress,
  reader: Person,
  articleId: string,
  money: string,
): Promise<string> {
  const order = { money, article_id: articleId, message: '写得好' };
  const { location, body: payUrl } = await call(server, reader.token, 'POST', '/payments/alipay', order);
  await fetch(payUrl as string);
  const { out_trade_no: number } = JSON.parse(new URL(payUrl as string).searchParams.get('biz_content')!) as {
    out_trade_no: string;
  };
  const { simulatorUrl } = server;
  const paid = await call({ url: simulatorUrl }, undefined, 'POST', `/simulator/trades/${number}/pay`);
  await call(
    server,
    undefined,
    'GET',
    `/payments/alipay/result${new URL(paid.body.return_url as string).search}`,
  );
  return location!.replace('/rewards/', '');
}
