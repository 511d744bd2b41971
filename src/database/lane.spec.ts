import { AppError } from '../errors/app-error.js';
import { Lane } from './lane.js';

const LIMITS = { maxBatch: 4, maxWaiting: 10 };
const sqlError = (code: string): Error => Object.assign(new Error(code), { code });

/** A lane whose batches end when the test says so. */
function controlledLane(limits = LIMITS) {
  const batches: (readonly number[])[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const lane = new Lane<number, number>(
    (items) =>
      new Promise((resolve, reject) => {
        batches.push(items);
        ends.push((error) => {
          if (error) reject(error);
          else resolve(items.map((item) => item * 10));
        });
      }),
    limits,
  );
  return { lane, batches, end: (i: number, error?: Error) => ends[i]?.(error) };
}

/** A lane that fails, with the given error, every batch with an item of 13 in it. */
function superstitiousLane(error: Error) {
  const batches: (readonly number[])[] = [];
  const lane = new Lane<number, number>((items) => {
    batches.push(items);
    return items.includes(13) ? Promise.reject(error) : Promise.resolve(items);
  }, LIMITS);
  return { lane, batches };
}

const settle = () => new Promise(setImmediate);

describe('a lane', () => {
  it('works on a lone item at once, without a timer', async () => {
    const { lane, batches, end } = controlledLane();
    const result = lane.run(1);
    await Promise.resolve();
    expect(batches).toEqual([[1]]);
    end(0);
    expect(await result).toBe(10);
  });

  it('takes what arrives meanwhile together, up to the largest batch, in order', async () => {
    const { lane, batches, end } = controlledLane();
    const results = [lane.run(0)];
    await settle();
    results.push(...[1, 2, 3, 4, 5].map((item) => lane.run(item)));
    for (let i = 0; i < 3; i++) {
      end(i);
      await settle();
    }
    expect(batches).toEqual([[0], [1, 2, 3, 4], [5]]);
    expect(await Promise.all(results)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('begins the next batch before it gives the answers of the last', async () => {
    const { lane, batches, end } = controlledLane();
    const begunWhenAnswered = lane.run(1).then(() => batches.length);
    await settle();
    const next = lane.run(2);
    end(0);
    expect(await begunWhenAnswered).toBe(2);
    end(1);
    await next;
  });

  it('tries each alone where a batch fails for its content: a bad item fails alone', async () => {
    for (const error of [sqlError('23514'), sqlError('40P01'), new AppError('insufficient_balance')]) {
      const { lane } = superstitiousLane(error);
      const results = await Promise.allSettled([1, 13, 2].map((item) => lane.run(item)));
      expect(results).toEqual([
        { status: 'fulfilled', value: 1 },
        { status: 'rejected', reason: error },
        { status: 'fulfilled', value: 2 },
      ]);
    }
  });

  it.each(['08006', '57P01', '53300', 'ECONNREFUSED', 'EPIPE'])(
    'fails all at once when the connection is lost (%s)',
    async (code) => {
      const { lane, batches } = superstitiousLane(sqlError(code));
      const results = await Promise.allSettled([1, 13, 2].map((item) => lane.run(item)));
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(batches).toHaveLength(1);
      expect(await lane.run(3)).toBe(3);
    },
  );

  it('turns newcomers away with overloaded (503) while too many wait, and takes them again afterwards', async () => {
    const { lane, end } = controlledLane({ maxBatch: 1, maxWaiting: 2 });
    const first = lane.run(1);
    await settle();
    const waiting = [lane.run(2), lane.run(3)];
    await expect(lane.run(4)).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    for (let i = 0; i < 3; i++) {
      end(i);
      await settle();
    }
    expect(await Promise.all([first, ...waiting])).toEqual([10, 20, 30]);
    const later = lane.run(5);
    await settle();
    end(3);
    expect(await later).toBe(50);
  });

  it('is idle only when nothing waits and nothing runs', async () => {
    const { lane, end } = controlledLane();
    await lane.idle();
    const results = [lane.run(1)];
    await settle();
    results.push(lane.run(2));
    let idle = false;
    const becomesIdle = lane.idle().then(() => (idle = true));
    end(0);
    await settle();
    expect(idle).toBe(false);
    end(1);
    await becomesIdle;
    expect(await Promise.all(results)).toEqual([10, 20]);
  });

  it('takes an item that arrives in the very moment it becomes idle', async () => {
    const { lane } = superstitiousLane(new Error());
    expect(await lane.run(1).then(() => lane.run(2))).toBe(2);
    expect(await lane.idle().then(() => lane.run(3))).toBe(3);
  });
});
