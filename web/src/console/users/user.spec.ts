import { describe, expect, it } from 'vitest';
import { canResetPassword, changesFor } from './user.js';

const zhang = { id: 'zhang', role: 'user', is_active: true, has_second_factor: false } as const;

describe('what an administrator can change', () => {
  it('is the role and the activity of others', () => {
    expect(changesFor(zhang, 'me')).toEqual(['makeAdmin', 'deactivate']);
    expect(changesFor({ ...zhang, role: 'admin', is_active: false }, 'me')).toEqual(['makeUser', 'activate']);
  });

  it('is also a second factor, where there is one', () => {
    const guarded = { ...zhang, has_second_factor: true };
    expect(changesFor(guarded, 'me')).toEqual(['makeAdmin', 'deactivate', 'removeSecondFactor']);
    expect(changesFor(guarded, 'zhang')).toEqual([]);
  });

  it('is nothing of their own account', () => {
    expect(changesFor(zhang, 'zhang')).toEqual([]);
  });
});

describe('a new password by a code', () => {
  it('is for everybody but administrators, and so never for oneself', () => {
    expect([canResetPassword(zhang), canResetPassword({ role: 'admin' })]).toEqual([true, false]);
  });
});
