import createClient from 'openapi-fetch';
import { currentLocale } from '../i18n/i18n.js';
import { Problem, type ProblemBody } from './problem.js';
import type { paths } from './schema.js';

/** The server's routes, typed by its own API document. The session travels in a cookie that scripts cannot read. */
export const api = createClient<paths>({ credentials: 'same-origin' });

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
  onResponse({ response }) {
    if (response.status === 401) {
      for (const listener of listeners) listener();
    }
    return response;
  },
});

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
  const { data, error, response } = await answer.catch(unreachable);
  if (!response.ok) throw new Problem(response.status, error as Partial<ProblemBody> | undefined);
  return data as Data;
}

function unreachable(cause: unknown): never {
  throw new Problem(0, undefined, { cause });
}
