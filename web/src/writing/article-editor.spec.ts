import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem.js';
import type { Article } from './article-draft.js';
import { useArticleEditor } from './article-editor.js';
import type { ArticleStore } from './article-store.js';

const WRITER = 'writer';

function articleOf(changes: Partial<Article> = {}): Article {
  return {
    id: 'a1',
    title: '题目',
    content: '正文',
    html_content: '<p>正文</p>',
    user: { id: WRITER, username: 'w', nickname: 'w', avatar: '' },
    collection: { name: '' },
    created_time: '2026-11-22T08:00:00.000Z',
    updated_time: '2026-11-22T08:00:00.000Z',
    read_count: 0,
    reward_count: 0,
    is_public: true,
    is_show: true,
    tipping: { open: true, presets: ['5.00'], invitation: '', thanks: '' },
    ...changes,
  };
}

/** A server that takes everything, with one article. */
function storeWith(article = articleOf()) {
  const later = { updated_time: '2026-11-23T08:00:00.000Z' };
  return {
    read: vi.fn<ArticleStore['read']>(() => Promise.resolve(article)),
    create: vi.fn<ArticleStore['create']>(({ title, content, is_show = true }) =>
      Promise.resolve(articleOf({ ...later, title, content, is_show })),
    ),
    change: vi.fn<ArticleStore['change']>((_, { title = '', content = '' }) =>
      Promise.resolve(articleOf({ ...later, title, content })),
    ),
    remove: vi.fn<ArticleStore['remove']>(() => Promise.resolve()),
  };
}

beforeEach(() => {
  localStorage.clear();
});

describe('writing an article', () => {
  it('sends what is in the form, and has no changes afterwards', async () => {
    const store = storeWith();
    const editor = useArticleEditor(WRITER, store);
    await editor.open(undefined);
    Object.assign(editor.draft.value, { title: '新的', content: '内容', tipsOpen: false });
    expect(editor.hasChanges.value).toBe(true);
    await editor.save(false);
    expect(store.create).toHaveBeenCalledWith({
      title: '新的',
      content: '内容',
      collection: '',
      is_public: true,
      is_show: false,
      tips_open: false,
    });
    editor.draft.value.tipsOpen = true;
    expect(editor.hasChanges.value).toBe(false);
  });

  it('changes the article that it made, when it is saved a second time', async () => {
    const store = storeWith();
    const editor = useArticleEditor(WRITER, store);
    await editor.open(undefined);
    await editor.save(false);
    await editor.save(true);
    expect(store.create).toHaveBeenCalledTimes(1);
    expect(store.change).toHaveBeenCalledWith('a1', expect.objectContaining({ is_show: true }));
  });

  it('keeps what is typed while it is being saved', async () => {
    const editor = useArticleEditor(WRITER, storeWith());
    await editor.open('a1');
    editor.draft.value.content = '一';
    const saving = editor.save(true);
    editor.draft.value.content = '一二';
    await saving;
    expect(editor.draft.value.content).toBe('一二');
    expect(editor.hasChanges.value).toBe(true);
  });

  it('never keeps or claims what is somebody else’s', async () => {
    const other = { id: 'other', username: 'o', nickname: 'o', avatar: '' };
    const editor = useArticleEditor(WRITER, storeWith(articleOf({ user: other })));
    await editor.open('a1');
    editor.draft.value.title = '改';
    editor.keep();
    expect(editor.isMine.value).toBe(false);
    expect(localStorage.length).toBe(0);
  });
});

describe('what was not saved', () => {
  async function leaveBehind(store = storeWith(), writer = WRITER): Promise<void> {
    const editor = useArticleEditor(writer, store);
    await editor.open('a1');
    editor.draft.value.content = '改过的正文';
    editor.keep();
  }

  it('is there when the article is opened again', async () => {
    await leaveBehind();
    const editor = useArticleEditor(WRITER, storeWith());
    await editor.open('a1');
    expect(editor.draft.value.content).toBe('改过的正文');
    expect(editor.restored.value).toBe('changes');
  });

  it('is not shown to the next person on this device', async () => {
    await leaveBehind();
    const editor = useArticleEditor('somebody else', storeWith());
    await editor.open('a1');
    expect(editor.draft.value.content).toBe('正文');
  });

  it('warns where the article was changed elsewhere since, also the second time', async () => {
    await leaveBehind();
    const changed = storeWith(articleOf({ content: '别处改的', updated_time: '2026-11-24T08:00:00.000Z' }));
    for (let i = 0; i < 2; i++) {
      const editor = useArticleEditor(WRITER, changed);
      await editor.open('a1');
      expect([editor.draft.value.content, editor.restored.value]).toEqual(['改过的正文', 'outdated']);
      editor.keep();
    }
  });

  it('is gone once it is discarded, or saved', async () => {
    for (const end of ['discard', 'save'] as const) {
      await leaveBehind();
      const editor = useArticleEditor(WRITER, storeWith());
      await editor.open('a1');
      await editor[end](true);
      expect([end, localStorage.length, editor.restored.value]).toEqual([end, 0, 'nothing']);
    }
  });

  it('stays where saving was refused', async () => {
    await leaveBehind();
    const store = storeWith();
    store.change.mockRejectedValueOnce(new Problem(401, undefined));
    const editor = useArticleEditor(WRITER, store);
    await editor.open('a1');
    await expect(editor.save(true)).rejects.toThrow(Problem);
    expect(editor.draft.value.content).toBe('改过的正文');
    expect(localStorage.length).toBe(1);
  });

  it('does no harm where it cannot be read', async () => {
    for (const text of [
      '{',
      'null',
      '{"draft":null,"basedOn":null}',
      '{"draft":{"title":1},"basedOn":null}',
    ]) {
      localStorage.setItem(`zanshang.draft.${WRITER}.a1`, text);
      const editor = useArticleEditor(WRITER, storeWith());
      await editor.open('a1');
      expect(editor.draft.value.title).toBe('题目');
    }
  });
});
