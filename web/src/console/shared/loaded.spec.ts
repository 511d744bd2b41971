import { flushPromises } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import { useLoaded } from './loaded.js';

describe('what a page shows', () => {
  it('is asked for at once, and anew when it is another one', async () => {
    const id = ref('a');
    const loaded = useLoaded(id, (of) => Promise.resolve(`story of ${of}`));
    await flushPromises();
    expect(loaded.value).toBe('story of a');
    id.value = 'b';
    await Promise.resolve();
    expect(loaded.value).toBeUndefined();
    await flushPromises();
    expect(loaded.value).toBe('story of b');
  });

  it('drops an answer about the one before', async () => {
    const answers = new Map<string, (text: string) => void>();
    const id = ref('a');
    const loaded = useLoaded(id, (of) => new Promise<string>((resolve) => answers.set(of, resolve)));
    id.value = 'b';
    await flushPromises();
    answers.get('b')?.('new');
    answers.get('a')?.('old');
    await flushPromises();
    expect(loaded.value).toBe('new');
  });

  it('stays while it is asked for again, and where that fails', async () => {
    const load = vi.fn<() => Promise<string>>().mockResolvedValueOnce('old');
    const loaded = useLoaded(ref(0), load);
    await flushPromises();
    load.mockRejectedValueOnce(new Error('unreachable'));
    await loaded.reload();
    expect([loaded.value, loaded.problem]).toEqual(['old', new Error('unreachable')]);
    load.mockResolvedValueOnce('new');
    await loaded.reload();
    expect([loaded.value, loaded.problem, loaded.version]).toEqual(['new', undefined, 2]);
  });

  it('shows what an action answered rather than an older answer that comes later', async () => {
    let answer: (text: string) => void = () => undefined;
    const loaded = useLoaded(ref(0), () => new Promise<string>((resolve) => (answer = resolve)));
    loaded.show('fresh');
    answer('old');
    await flushPromises();
    expect([loaded.value, loaded.isLoading]).toEqual(['fresh', false]);
  });
});
