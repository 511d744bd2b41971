import { Problem } from './api/problem.js';
import { i18n } from './i18n/i18n.js';

/** What to tell a person of an error: the server's own sentence where there is one, and how long to wait where it is long. */
export function problemText(error: unknown): string {
  const { t } = i18n.global;
  if (!(error instanceof Problem)) return t('problem.unknown');
  const { status, message, code, retryAfterSeconds } = error;
  if (code === 'rate_limited' && retryAfterSeconds !== undefined) {
    return t('problem.rateLimited', { minutes: Math.ceil(retryAfterSeconds / 60) });
  }
  return message || t(status === 0 ? 'problem.unreachable' : 'problem.unknown');
}
