import { describe, expect, it, vi } from 'vitest';
import { useAction } from './action.js';

describe('an action', () => {
  it('runs once while it is under way, however often it is asked for', async () => {
    let finish: () => void = () => undefined;
    const work = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { run, isBusy } = useAction(work);
    const first = run();
    await run();
    expect(isBusy.value).toBe(true);
    finish();
    await first;
    expect(work).toHaveBeenCalledTimes(1);
    expect(isBusy.value).toBe(false);
  });

  it('keeps what went wrong, until it is tried again', async () => {
    const work = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('refused')).mockResolvedValue();
    const { run, problem, isBusy } = useAction(work);
    await run();
    expect(problem.value).toEqual(new Error('refused'));
    expect(isBusy.value).toBe(false);
    await run();
    expect(problem.value).toBeUndefined();
  });
});
