import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../dice.js';
import type { Server } from '../stage/stage.js';
import type { Person } from './people.js';

const PATIENCE_MS = 8_000;
const PAUSES_MS = [20, 100, 300, 800] as const;

/** What a server answered: definite, whatever it is. */
export interface Answer {
  readonly status: number;
  readonly location: string;
  // JSON as the outside world sees it.
  readonly body: any;
}

/**
 * Something that somebody wants, asked for under one Idempotency-Key as often as it takes. As long as nobody has
 * answered it may have been done or not.
 */
export interface Wish {
  readonly person: Person;
  readonly path: string;
  readonly key: string;
  readonly body: object;
  /** The refusals (409) that it may meet, by code. */
  readonly refusals: readonly string[];
  /** Definite: made (2xx), or refused with nobody else's try under way. */
  answer?: Answer;
  /** What was made, as some server has said. */
  id?: string;
  /** A try ended without an answer. */
  unsure?: boolean;
}

/** What a wish's answers have said that they must not. */
export type Complain = (complaint: string) => void;

/** One request to one server; undefined where it is not known what came of it. */
export async function ask(
  server: Server,
  person: Person | undefined,
  { method = 'GET', path, body, key }: { method?: string; path: string; body?: object; key?: string },
): Promise<Answer | undefined> {
  try {
    const response = await fetch(server.url + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...(person && { authorization: `Bearer ${person.token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = {
      status: response.status,
      location: response.headers.get('location') ?? '',
      body: await response.json(),
    };
    return answer.status >= 500 ? undefined : answer;
  } catch {
    return undefined;
  }
}

/** Tries until there is an answer, at any of the servers, a few times. @returns whether there is one */
export async function fulfil(
  wish: Wish,
  servers: readonly Server[],
  dice: Dice,
  complain: Complain,
): Promise<boolean> {
  for (const pauseMs of PAUSES_MS) {
    await tryOnce(wish, dice.pick(servers), complain);
    if (wish.answer) return true;
    await sleep(pauseMs * (0.5 + dice.fraction()));
  }
  return false;
}

/** The same request reaches all servers at the same time. @returns whether there is an answer */
export async function fulfilEverywhere(
  wish: Wish,
  servers: readonly Server[],
  complain: Complain,
): Promise<boolean> {
  await Promise.all(servers.map((server) => tryOnce(wish, server, complain)));
  return wish.answer !== undefined;
}

/** Everything has come to rest, and nobody else's try is under way any more: whatever the answer is, it counts. */
export async function fulfilAtRest(wish: Wish, server: Server, complain: Complain): Promise<boolean> {
  wish.unsure = false;
  await tryOnce(wish, server, complain);
  return wish.answer !== undefined;
}

async function tryOnce(wish: Wish, server: Server, complain: Complain): Promise<void> {
  const { person, path, key, body } = wish;
  const answer = await ask(server, person, { method: 'POST', path, body, key });
  if (!answer) wish.unsure = true;
  else if (answer.status < 300) made(wish, answer, complain);
  else if (answer.status === 409 && wish.refusals.includes(answer.body.code)) {
    // Another try, of which nobody knows, may still be under way and succeed.
    if (!wish.unsure) wish.answer ??= answer;
  } else complain(`${path} ${key}: unexpected answer ${answer.status} ${JSON.stringify(answer.body)}`);
}

function made(wish: Wish, answer: Answer, complain: Complain): void {
  const id = answer.location.split('/').at(-1) || (answer.body.id as string);
  if (wish.id !== undefined && wish.id !== id)
    complain(`${wish.path} ${wish.key} made both ${wish.id} and ${id}`);
  wish.id = id;
  wish.answer = answer;
}
