import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { usePreview } from './preview.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets pass what a writer's pause is, and everything that was asked meanwhile be answered. */
async function pause(): Promise<void> {
  await nextTick();
  await vi.advanceTimersByTimeAsync(1000);
}

function start(text: string, renderer = vi.fn((content: string) => Promise.resolve(`<p>${content}</p>`))) {
  const content = ref(text);
  const isWanted = ref(true);
  const scope = effectScope();
  const preview = scope.run(() =>
    usePreview(
      () => content.value,
      () => isWanted.value,
      renderer,
    ),
  )!;
  return { content, isWanted, renderer, scope, ...preview };
}

describe('a preview', () => {
  it('follows the writer, once for each pause', async () => {
    const { content, html, renderer } = start('一');
    await pause();
    expect(html.value).toBe('<p>一</p>');
    for (const text of ['一二', '一二三', '一二三四']) {
      content.value = text;
      await nextTick();
    }
    await pause();
    expect(html.value).toBe('<p>一二三四</p>');
    expect(renderer).toHaveBeenCalledTimes(2);
  });

  it('asks nothing while nobody sees it, and nothing twice', async () => {
    const { content, isWanted, renderer } = start('一');
    await pause();
    isWanted.value = false;
    content.value = '一二';
    await pause();
    content.value = '一';
    isWanted.value = true;
    await pause();
    expect(renderer).toHaveBeenCalledTimes(1);
  });

  it('asks nothing for a blank text', async () => {
    const { html, renderer } = start('  \n');
    await pause();
    expect(renderer).not.toHaveBeenCalled();
    expect(html.value).toBe('');
  });

  it('drops an answer to an earlier text', async () => {
    const answers: ((html: string) => void)[] = [];
    const slow = vi.fn(() => new Promise<string>((resolve) => answers.push(resolve)));
    const { content, html } = start('旧', slow);
    await pause();
    content.value = '新';
    await pause();
    answers[1]?.('new');
    answers[0]?.('old');
    await pause();
    expect(html.value).toBe('new');
  });

  it('says what went wrong and keeps what it shows, until it is asked again', async () => {
    const { content, html, problem, refresh, renderer } = start('一');
    await pause();
    renderer.mockRejectedValueOnce(new Error('unreachable'));
    content.value = '一二';
    await pause();
    expect([html.value, problem.value]).toEqual(['<p>一</p>', new Error('unreachable')]);
    await refresh();
    expect([html.value, problem.value]).toEqual(['<p>一二</p>', undefined]);
  });

  it('asks nothing any more once its page is gone', async () => {
    const { content, renderer, scope } = start('一');
    await pause();
    content.value = '一二';
    await nextTick();
    scope.stop();
    await pause();
    expect(renderer).toHaveBeenCalledTimes(1);
  });
});
