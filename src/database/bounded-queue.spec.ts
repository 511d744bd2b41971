import { BoundedQueue } from './bounded-queue.js';

/** A task that runs until it is told to end. */
function openTask() {
  let end: (result: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => {
    end = resolve;
  });
  return { task: () => promise, end };
}

describe('BoundedQueue', () => {
  it('runs no more at a time than it may, in the order they came', async () => {
    const queue = new BoundedQueue(2, 10);
    const started: number[] = [];
    const tasks = [0, 1, 2, 3].map(() => openTask());
    const results = tasks.map(({ task }, i) =>
      queue.run(() => {
        started.push(i);
        return task();
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    tasks[1]!.end('one');
    await results[1];
    await Promise.resolve();
    expect(started).toEqual([0, 1, 2]);
    tasks.forEach(({ end }, i) => {
      end(String(i));
    });
    expect(await Promise.all(results)).toEqual(['0', 'one', '2', '3']);
  });

  it('refuses at once when too many wait, and has room again afterwards', async () => {
    const queue = new BoundedQueue(1, 1);
    const { task, end } = openTask();
    const running = queue.run(task);
    const waiting = queue.run(task);
    await expect(queue.run(task)).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    end('done');
    await Promise.all([running, waiting]);
    await expect(queue.run(() => Promise.resolve('later'))).resolves.toBe('later');
  });

  it('gives the place on when a task fails', async () => {
    const queue = new BoundedQueue(1, 1);
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('next');
  });
});
