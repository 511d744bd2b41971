import { api, ask } from '../api/client.js';
import type { components } from '../api/schema.js';
import { restoreSession, useSession } from '../session/session.js';

/** What the entry of the browser's history says that follows on a reset: no address, so nobody else can write it. */
export const JUST_RESET = { passwordWasReset: true };

/** Whether the page that is shown follows on a reset. */
export function wasJustReset(): boolean {
  const state = history.state as Partial<typeof JUST_RESET> | null;
  return state?.passwordWasReset === true;
}

/**
 * Sets another password by a code. Whoever was logged in here may have been its owner, whose sessions have ended.
 * @throws Problem `bad_reset_code`, `invalid_input`
 */
export async function resetPassword(body: components['schemas']['ResetPasswordRequest']): Promise<void> {
  await ask(api.POST('/users/password-reset', { body }));
  if (useSession().user.value) await restoreSession();
}
