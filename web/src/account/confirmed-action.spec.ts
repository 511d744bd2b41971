import { describe, expect, it } from 'vitest';
import { Problem } from '../api/problem.js';
import { useConfirmedAction } from './confirmed-action.js';

const refusal = (code: string) => new Problem(403, { code });

describe('an action that wants a recent login', () => {
  it('is done at once where the login is recent', async () => {
    const done: string[] = [];
    const action = useConfirmedAction((what: string) => {
      done.push(what);
      return Promise.resolve();
    });
    await action.run('end');
    expect([done, action.asksForPassword.value]).toEqual([['end'], false]);
  });

  it('asks for the password, then is done with what it was asked for', async () => {
    const done: string[] = [];
    let isRecent = false;
    const action = useConfirmedAction((what: string) => {
      if (!isRecent) return Promise.reject(refusal('recent_login_required'));
      done.push(what);
      return Promise.resolve();
    });
    await action.run('end');
    expect([done, action.asksForPassword.value, action.problem.value]).toEqual([[], true, undefined]);
    isRecent = true;
    await action.confirmed();
    expect([done, action.asksForPassword.value]).toEqual([['end'], false]);
  });

  it('is not done where the password is not given', async () => {
    const action = useConfirmedAction(() => Promise.reject(refusal('recent_login_required')));
    await action.run();
    action.cancel();
    expect(action.asksForPassword.value).toBe(false);
  });

  it('shows every other refusal', async () => {
    const action = useConfirmedAction(() => Promise.reject(refusal('session_not_found')));
    await action.run();
    expect(action.problem.value).toMatchObject({ code: 'session_not_found' });
    expect(action.asksForPassword.value).toBe(false);
  });
});
