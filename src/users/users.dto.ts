import { IsAbsentOr, IsLine, IsWebAddressOrEmpty } from '../http/fields.js';
import type { Role } from './user.entity.js';

/** The longest nickname, in characters. */
export const MAX_NICKNAME_LENGTH = 50;

/** A user as others see them. */
export class PublicUserResponse {
  /** @example '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e' */
  id: string;

  /** @example 'ninghao' */
  username: string;

  /** @example '宁皓' */
  nickname: string;

  /**
   * Address of a picture; an empty string where there is none.
   * @example 'https://example.com/avatar.png'
   */
  avatar: string;
}

/** A user as they see themselves. */
export class UserResponse extends PublicUserResponse {
  /** @example 'user' */
  role: Role;
}

/** What changes; fields left out stay. */
export class UpdateUserRequest {
  /**
   * The name shown to others, 1 to 50 characters.
   * @example '宁皓'
   */
  @IsAbsentOr()
  @IsLine(1, MAX_NICKNAME_LENGTH)
  nickname?: string;

  /**
   * An http or https address of a picture, or an empty string to remove it.
   * @example 'https://example.com/avatar.png'
   */
  @IsAbsentOr()
  @IsWebAddressOrEmpty()
  avatar?: string;
}
