import { ref, shallowRef } from 'vue';

/**
 * Something a person does by a button: one at a time, however often it is clicked, and what went wrong is kept to be shown.
 *
 * @param work what the button does; its error becomes `problem`
 */
export function useAction<Args extends unknown[]>(work: (...args: Args) => Promise<void>) {
  const isBusy = ref(false);
  const problem = shallowRef<unknown>();

  async function run(...args: Args): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = undefined;
    try {
      await work(...args);
    } catch (error) {
      problem.value = error;
    } finally {
      isBusy.value = false;
    }
  }

  return { isBusy, problem, run };
}
