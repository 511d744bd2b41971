import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { Errors } from '../errors/errors.decorator.js';
import {
  AdminUserPage,
  AdminUserResponse,
  ChangeUserRequest,
  UsersQuery,
} from '../users/user-administration.dto.js';
import { UserAdministration } from '../users/user-administration.js';

@ApiTags('admin')
@Controller('admin/users')
export class AdminUsersController {
  constructor(private readonly users: UserAdministration) {}

  /** Users, newest first. */
  @Get()
  @Access('admin')
  list(@Query() query: UsersQuery): Promise<AdminUserPage> {
    return this.users.list(query);
  }

  /** Change a user's role or activity: 409 `last_admin` where no active administrator would be left. */
  @Patch(':id')
  @Access('admin')
  @Errors('user_not_found', 'last_admin')
  update(
    @CurrentAdmin() admin: Administrator,
    @Param('id') id: string,
    @Body() request: ChangeUserRequest,
  ): Promise<AdminUserResponse> {
    return this.users.update(admin, id, request);
  }
}
