import { describe, expect, it, vi } from 'vitest';
import { useAnswer } from './answer.js';

describe('an answer', () => {
  it('stays while it is asked for again, and where that fails', async () => {
    const fetchData = vi.fn<() => Promise<string>>().mockResolvedValueOnce('first');
    const { data, problem, refresh } = useAnswer(fetchData);
    await refresh();
    fetchData.mockRejectedValueOnce(new Error('unreachable'));
    await refresh();
    expect([data.value, problem.value]).toEqual(['first', new Error('unreachable')]);
    fetchData.mockResolvedValueOnce('second');
    await refresh();
    expect([data.value, problem.value]).toEqual(['second', undefined]);
  });

  it('is that to the newest question, whichever comes last', async () => {
    const answers: ((text: string) => void)[] = [];
    const { data, isLoading, refresh } = useAnswer(
      () => new Promise<string>((resolve) => answers.push(resolve)),
    );
    const both = [refresh(), refresh()];
    answers[1]!('new');
    answers[0]!('old');
    await Promise.all(both);
    expect([data.value, isLoading.value]).toEqual(['new', false]);
  });
});
