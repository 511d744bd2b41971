import { Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Administrator } from '../audit/act.js';
import { Access } from '../auth/access.decorator.js';
import { CurrentAdmin } from '../auth/current-admin.decorator.js';
import { PasswordResets } from '../auth/reset/password-resets.js';
import { ResetCodeResponse } from '../auth/reset/reset.dto.js';
import { Errors } from '../errors/errors.decorator.js';

@ApiTags('admin')
@Controller('admin/users/:id/password-reset')
export class AdminPasswordResetsController {
  constructor(private readonly resets: PasswordResets) {}

  /**
   * Make a code by which a user who has forgotten their password sets another within a day; it takes the place of the one before.
   * 409 `reset_of_administrator` where the user is an administrator.
   */
  @Post()
  @Access('admin')
  @Errors('user_not_found', 'reset_of_administrator')
  issue(@CurrentAdmin() admin: Administrator, @Param('id') id: string): Promise<ResetCodeResponse> {
    return this.resets.issue(admin, id);
  }
}
