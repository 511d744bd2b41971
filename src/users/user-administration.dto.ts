import { IsOptional } from 'class-validator';
import { IsAbsentOr, IsFlag, IsOneOf, IsText } from '../http/fields.js';
import { type Page, PageQuery } from '../http/page.dto.js';
import { type Role, ROLES } from './user.entity.js';
import { UserResponse } from './users.dto.js';

export class UsersQuery extends PageQuery {
  /** The beginning of the user name, in any case. */
  @IsOptional()
  @IsText(0, 100)
  q?: string;

  /** @example 'admin' */
  @IsOptional()
  @IsOneOf(...ROLES)
  role?: Role;

  /** @example 'false' */
  @IsOptional()
  @IsOneOf('true', 'false')
  is_active?: 'true' | 'false';
}

/** What changes; fields left out stay. */
export class ChangeUserRequest {
  /** @example 'admin' */
  @IsAbsentOr()
  @IsOneOf(...ROLES)
  role?: Role;

  /** False: every token of the user is refused at once. Tips on the way to them still arrive. */
  @IsAbsentOr()
  @IsFlag()
  is_active?: boolean;
}

/** A user as administrators see them. */
export class AdminUserResponse extends UserResponse {
  is_active: boolean;

  /** Whether logging in takes a code of an authenticator app as well. */
  has_second_factor: boolean;

  /** @example '2026-11-22T08:00:00.000Z' */
  created_time: string;
}

/** A page of users, newest first. */
export class AdminUserPage implements Page<AdminUserResponse> {
  items: AdminUserResponse[];

  /** Give it as `?cursor=` for the next page; null on the last one. */
  next_cursor: string | null;
}
