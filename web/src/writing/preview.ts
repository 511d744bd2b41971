import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { api, ask } from '../api/client.js';

/** How long a writer pauses before the preview follows, in milliseconds. */
const PAUSE_MS = 500;

/** The HTML that saving would make of the Markdown. @throws Problem */
async function render(content: string): Promise<string> {
  return (await ask(api.POST('/articles/preview', { body: { content } }))).html_content;
}

/**
 * A preview that follows the writer, made by the server as saving would. An answer to an earlier text is dropped.
 *
 * @param isWanted whether anybody sees it; nothing is asked otherwise
 */
export function usePreview(content: () => string, isWanted: () => boolean, renderer = render) {
  const html = ref('');
  const problem = shallowRef<unknown>();
  let shown: string | undefined;
  let isFirst = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function refresh(): Promise<void> {
    const asked = content();
    shown = asked;
    isFirst = false;
    try {
      const answer = asked.trim() === '' ? '' : await renderer(asked);
      if (shown !== asked) return;
      html.value = answer;
      problem.value = undefined;
    } catch (error) {
      if (shown !== asked) return;
      shown = undefined;
      problem.value = error;
    }
  }

  watch(
    [content, isWanted],
    ([text, wanted]) => {
      clearTimeout(timer);
      if (!wanted || text === shown) return;
      // The first look does not wait.
      timer = setTimeout(() => void refresh(), isFirst ? 0 : PAUSE_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
  });

  return { html, problem, refresh };
}
