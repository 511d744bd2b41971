import { ref } from 'vue';
import { useAction } from '../api/action.js';
import { Problem } from '../api/problem.js';

/**
 * An action that the server wants a recent login for: where the last one is too long ago, the password is asked for and the
 * action done again.
 */
export function useConfirmedAction<Args extends unknown[]>(work: (...args: Args) => Promise<void>) {
  const asksForPassword = ref(false);
  let repeat: () => Promise<void> = () => Promise.resolve();

  const { isBusy, problem, run } = useAction(async (...args: Args) => {
    try {
      await work(...args);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'recent_login_required') throw error;
      repeat = () => run(...args);
      asksForPassword.value = true;
    }
  });

  /** The password was given: the action is done now. */
  function confirmed(): Promise<void> {
    asksForPassword.value = false;
    return repeat();
  }

  /** The password is not given: the action is not done. */
  function cancel(): void {
    asksForPassword.value = false;
  }

  return { isBusy, problem, run, asksForPassword, confirmed, cancel };
}
