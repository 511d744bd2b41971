import createClient from 'openapi-fetch';
import { currentLocale } from '../i18n/i18n.js';
import { Problem, type ProblemBody } from './problem.js';
import type { paths } from './schema.js';

/** The server's routes, typed by its own API document. The session travels in a cookie that scripts cannot read. */
export const api = createClient<paths>({
  credentials: 'same-origin',
  // Looked up at each request: a test puts its own server there.
  fetch: (request) => fetch(request),
});

/** Who wants to know that a request was refused because nobody is logged in (any more). */
const listeners = new Set<() => void>();

export function onLoggedOut(listener: () => void): void {
  listeners.add(listener);
}

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLocale());
    return request;
  },
});

/** What the server says to a session that is over; a wrong password is a 401 as well, but of another kind. */
const LOGGED_OUT: readonly string[] = ['unauthenticated', 'user_deactivated'];

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * The data of an answer.
 * @throws Problem where the server refused, or could not be reached
 */
export async function ask<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  return (await askForResponse(answer)).data;
}

/**
 * The data of an answer, and its headers.
 * @throws Problem where the server refused, or could not be reached
 */
export async function askForResponse<Data>(
  answer: Promise<Answer<Data>>,
): Promise<{ data: Data; response: Response }> {
  const { data, error, response } = await answer.catch(unreachable);
  if (response.ok) return { data: data as Data, response };
  const problem = new Problem(response.status, error as Partial<ProblemBody> | undefined, {
    retryAfterSeconds: Number(response.headers.get('Retry-After')) || undefined,
  });
  if (LOGGED_OUT.includes(problem.code)) {
    for (const listener of listeners) listener();
  }
  throw problem;
}

function unreachable(cause: unknown): never {
  throw new Problem(0, undefined, { cause });
}
