import { randomBytes } from 'node:crypto';
import type { Server } from '../stage/stage.js';
import { ADMIN } from '../stage/stage.js';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** Somebody with an article that others tip. */
export interface Author extends Person {
  readonly articleId: string;
}

/** People sign up before anything breaks. */
export async function signUp(server: Server, name: string): Promise<Person> {
  const password = randomBytes(12).toString('hex');
  return personOf(await post(server, '/users', { username: name, password }));
}

export async function publish(server: Server, person: Person): Promise<Author> {
  const article = await post(
    server,
    '/articles',
    { title: `${person.name}的文章`, content: '谢谢' },
    person.token,
  );
  return { ...person, articleId: article.id as string };
}

export async function logInAsAdmin(server: Server): Promise<Person> {
  return personOf(await post(server, '/users/login', ADMIN));
}

function personOf({ token, user }: Record<string, any>): Person {
  return { id: user.id as string, name: user.username as string, token: token as string };
}

async function post(server: Server, path: string, body: object, token = ''): Promise<Record<string, any>> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, any>;
}
