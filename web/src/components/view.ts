import { computed, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';

/** Which of its views a page shows, by its address; the first where the address names none. */
export function useView<Name extends string>(names: readonly [Name, ...Name[]]): ComputedRef<Name> {
  const route = useRoute();
  return computed(() => names.find((name) => name === route.query.view) ?? names[0]);
}
