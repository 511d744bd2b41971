import { Problem } from './api/problem.js';
import { i18n } from './i18n/i18n.js';

/** What to tell a person of an error: the server's own sentence where there is one. */
export function problemText(error: unknown): string {
  const { t } = i18n.global;
  if (!(error instanceof Problem)) return t('problem.unknown');
  return error.message || t(error.status === 0 ? 'problem.unreachable' : 'problem.unknown');
}
