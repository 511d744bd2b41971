import { ref } from 'vue';
import { api, ask } from '../api/client.js';
import { usePages } from '../api/pages.js';
import type { components } from '../api/schema.js';
import { useLive } from '../live/live.js';

export type Supporter = components['schemas']['SupporterResponse'];

/** An article's paid tips, newest first, as they come in; and how many people gave them, where the server can say. */
export function useSupporters(articleId: string) {
  const people = ref<number | null>(null);
  const supporters = usePages<Supporter>(async (cursor) => {
    const page = await ask(
      api.GET('/articles/{id}/rewards', {
        params: { path: { id: articleId }, query: { ...(cursor && { cursor }) } },
      }),
    );
    people.value = page.people;
    return page;
  });
  void supporters.more();
  useLive(`/articles/${articleId}/live`, ['supporters'], () => void supporters.refresh());
  return { supporters, people };
}
