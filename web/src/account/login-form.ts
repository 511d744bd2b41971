import { ref } from 'vue';
import { useAction } from '../api/action.js';
import { Problem } from '../api/problem.js';
import { logIn } from '../session/session.js';

/**
 * What a form that logs in knows: a code is asked for once the server has asked for one.
 *
 * @param username whose password it is
 * @param done what follows a login
 */
export function useLoginForm(username: () => string, done: () => unknown) {
  const password = ref('');
  const code = ref('');
  const asksForCode = ref(false);

  const { isBusy, problem, run } = useAction(async () => {
    try {
      await logIn(username(), password.value, code.value);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'second_factor_required') throw error;
      asksForCode.value = true;
      return;
    }
    await done();
  });

  return { password, code, asksForCode, isBusy, problem, run };
}
