import { AppError } from '../errors/app-error.js';
import { RateLimited } from '../limits/limits.errors.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import { BadCredentials } from '../users/users.errors.js';
import { Guesses, loginCounts } from './guesses.js';

/** Writes down what is asked of it; `full` is the limit that has no point left. */
function limiterThat(full?: string) {
  const done: string[] = [];
  const note = (what: string) => (limit: string) => {
    if (what === 'take' && limit === full) return Promise.reject(new RateLimited(60));
    done.push(`${what} ${limit}`);
    return Promise.resolve();
  };
  const limiter = { take: note('take'), giveBack: note('give back'), clear: note('clear') };
  return { done, guesses: new Guesses(limiter as unknown as RateLimiter) };
}

const counts = loginCounts('ninghao', '203.0.113.7', undefined);
const TAKEN = ['take login', 'take login_address', 'take login_name'];

describe('a guess', () => {
  it('that is right is given back, and those from there before it are forgotten', async () => {
    const { done, guesses } = limiterThat();
    expect(await guesses.judge(counts, () => Promise.resolve('user'))).toBe('user');
    expect(done).toEqual([...TAKEN, 'clear login', 'give back login_address', 'give back login_name']);
  });

  it('that is wrong counts', async () => {
    const { done, guesses } = limiterThat();
    await expect(guesses.judge(counts, () => Promise.reject(new BadCredentials()))).rejects.toThrow(
      BadCredentials,
    );
    expect(done).toEqual(TAKEN);
  });

  it('that was never checked, since too many were waiting, does not count', async () => {
    const { done, guesses } = limiterThat();
    const busy = () => Promise.reject(new AppError('overloaded'));
    await expect(guesses.judge(counts, busy)).rejects.toThrow('overloaded');
    expect(done.slice(3)).toEqual(['give back login', 'give back login_address', 'give back login_name']);
  });

  it('is not checked where any count is used up, and takes nothing from the others', async () => {
    const check = jest.fn();
    const { done, guesses } = limiterThat('login_name');
    await expect(guesses.judge(counts, check)).rejects.toThrow(RateLimited);
    expect(check).not.toHaveBeenCalled();
    expect(done).toEqual(['take login', 'take login_address', 'give back login', 'give back login_address']);
  });

  it('from an address that has used up its own takes nothing from the name', async () => {
    const { done, guesses } = limiterThat('login');
    await expect(guesses.judge(counts, jest.fn())).rejects.toThrow(RateLimited);
    expect(done).toEqual([]);
  });

  it('is forgotten where the counts forgive, once something else has proved who it was', async () => {
    const { done, guesses } = limiterThat();
    await guesses.forgive(counts);
    expect(done).toEqual(['clear login']);
  });

  it('from a known device is counted for it alone', () => {
    expect(loginCounts('ninghao', '203.0.113.7', 'd').map(({ limit }) => limit)).toEqual(['login_device']);
  });
});
