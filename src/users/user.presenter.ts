import type { User } from './user.entity.js';
import type { PublicUserResponse, UserResponse } from './users.dto.js';

/** A user as others see them. */
export function presentPublicUser({
  id,
  username,
  nickname,
  avatar,
}: PublicUserResponse): PublicUserResponse {
  return { id, username, nickname, avatar };
}

/** A user as they see themselves. */
export function presentUser({ role, ...user }: Pick<User, keyof UserResponse>): UserResponse {
  return { ...presentPublicUser(user), role };
}
