import { ref, shallowRef } from 'vue';

/**
 * What the server last said to one question, and what went wrong with asking. Asking again shows the old answer until the
 * new one is here; of answers that overtake each other the newest question's counts.
 */
export function useAnswer<Data>(fetchData: () => Promise<Data>) {
  const data = shallowRef<Data>();
  const problem = shallowRef<unknown>();
  const isLoading = ref(false);
  let asked = 0;

  async function refresh(): Promise<void> {
    const own = ++asked;
    isLoading.value = true;
    try {
      const fresh = await fetchData();
      if (own !== asked) return;
      data.value = fresh;
      problem.value = undefined;
    } catch (error) {
      if (own === asked) problem.value = error;
    } finally {
      if (own === asked) isLoading.value = false;
    }
  }

  return { data, problem, isLoading, refresh };
}
