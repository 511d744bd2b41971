import { type Ref, shallowRef, watch } from 'vue';
import type { Tone } from './tone.js';

/** What came of something that was just done. */
export interface Notice {
  readonly tone: Tone;
  readonly text: string;
}

/** The newest notice of a page; it goes when the page shows something else, as `of` says. */
export function useNotice(of: Readonly<Ref<unknown>>) {
  const notice = shallowRef<Notice>();
  watch(of, () => (notice.value = undefined));

  function tell(tone: Tone, text: string): void {
    notice.value = { tone, text };
  }

  return { notice, tell };
}
