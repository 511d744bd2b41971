import type { User } from './user.entity.js';
import type { UserResponse } from './users.dto.js';

/** A user as they see themselves. */
export function presentUser(user: Pick<User, keyof UserResponse>): UserResponse {
  const { id, username, nickname, avatar, role } = user;
  return { id, username, nickname, avatar, role };
}
