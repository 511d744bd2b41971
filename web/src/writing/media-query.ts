import { onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Whether the screen fits the media query, as it changes. */
export function useMediaQuery(query: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(query);
  const matches = ref(list.matches);
  const onChange = (): void => {
    matches.value = list.matches;
  };
  list.addEventListener('change', onChange);
  onScopeDispose(() => {
    list.removeEventListener('change', onChange);
  });
  return readonly(matches);
}
