import { computed, ref, shallowRef } from 'vue';
import { type Article, blankDraft, draftOf, isSameDraft, requestOf } from './article-draft.js';
import { articleStore } from './article-store.js';
import { findDraft, forgetDraft, keepDraft } from './kept-drafts.js';

/** What was found on this device when the article was opened; `outdated`: the article was changed elsewhere since. */
type Restored = 'nothing' | 'changes' | 'outdated';

/**
 * One article being written. What is not saved is kept on this device by `keep`, and comes back at `open`.
 *
 * @param writerId whose articles and drafts these are
 */
export function useArticleEditor(writerId: string, store = articleStore) {
  /** As the server has it; undefined while it is new. */
  const article = shallowRef<Article>();
  const draft = ref(blankDraft());
  const restored = ref<Restored>('nothing');
  const isMine = computed(() => !article.value || article.value.user.id === writerId);
  const saved = computed(() => (article.value ? draftOf(article.value) : blankDraft()));
  const hasChanges = computed(() => !isSameDraft(draft.value, saved.value));
  /** The version that the draft was written over; null for a new article. */
  let basedOn: string | null = null;

  /** @throws Problem `article_not_found` */
  async function open(id: string | undefined): Promise<void> {
    article.value = id === undefined ? undefined : await store.read(id);
    startFromSaved();
    const kept = findDraft(writerId, id);
    if (!kept || isSameDraft(kept.draft, saved.value)) return;
    restored.value = kept.basedOn === basedOn ? 'changes' : 'outdated';
    draft.value = kept.draft;
    basedOn = kept.basedOn;
  }

  function startFromSaved(): void {
    restored.value = 'nothing';
    draft.value = { ...saved.value };
    basedOn = article.value?.updated_time ?? null;
  }

  /** Notes what is not saved on this device. */
  function keep(): void {
    if (!isMine.value) return;
    if (hasChanges.value) keepDraft(writerId, article.value?.id, { draft: draft.value, basedOn });
    else forgetDraft(writerId, article.value?.id);
  }

  /** Back to what is saved. */
  function discard(): void {
    startFromSaved();
    keep();
  }

  /** @throws Problem `invalid_input` by field; what is written stays kept */
  async function save(isShow: boolean): Promise<Article> {
    const id = article.value?.id;
    const sent = { ...draft.value };
    const body = requestOf(sent, isShow);
    const answer = await (id === undefined ? store.create(body) : store.change(id, body));
    forgetDraft(writerId, id);
    const typedMeanwhile = isSameDraft(draft.value, sent) ? undefined : draft.value;
    article.value = answer;
    startFromSaved();
    if (typedMeanwhile) draft.value = typedMeanwhile;
    return answer;
  }

  /** @throws Problem */
  async function remove(): Promise<void> {
    if (!article.value) return;
    await store.remove(article.value.id);
    discard();
  }

  return { article, draft, restored, isMine, hasChanges, open, keep, discard, save, remove };
}
