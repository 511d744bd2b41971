import type { components } from '../../api/schema.js';

export type ConsoleUser = components['schemas']['AdminUserResponse'];
export type UserChange = 'makeAdmin' | 'makeUser' | 'deactivate' | 'activate' | 'removeSecondFactor';

/**
 * What can be changed of somebody. Nothing of oneself: who takes away their own rights by mistake cannot give them back.
 */
export function changesFor(
  user: Pick<ConsoleUser, 'id' | 'role' | 'is_active' | 'has_second_factor'>,
  ownId: string | undefined,
): readonly UserChange[] {
  if (user.id === ownId) return [];
  return [
    user.role === 'admin' ? 'makeUser' : 'makeAdmin',
    user.is_active ? 'deactivate' : 'activate',
    ...(user.has_second_factor ? (['removeSecondFactor'] as const) : []),
  ];
}

/** Whether a code can be made by which they set another password: an administrator's comes back by ADMIN_PASSWORD. */
export function canResetPassword({ role }: Pick<ConsoleUser, 'role'>): boolean {
  return role !== 'admin';
}

/** What the server is told of a user's standing. */
export const CHANGES = {
  makeAdmin: { role: 'admin' },
  makeUser: { role: 'user' },
  deactivate: { is_active: false },
  activate: { is_active: true },
} as const satisfies Record<
  Exclude<UserChange, 'removeSecondFactor'>,
  components['schemas']['ChangeUserRequest']
>;

/** What is about to be changed of whom. */
export interface WantedChange {
  readonly user: ConsoleUser;
  readonly change: UserChange;
}
