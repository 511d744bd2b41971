import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Errors } from '../../errors/errors.decorator.js';
import { Access } from '../access.decorator.js';
import { type Client, FromClient } from '../client.decorator.js';
import { PasswordResets } from './password-resets.js';
import { ResetPasswordRequest } from './reset.dto.js';

@ApiTags('users')
@Controller('users/password-reset')
export class PasswordResetController {
  constructor(private readonly resets: PasswordResets) {}

  /**
   * Set a new password by a code that an administrator gave. Ends all sessions of the user and begins none. Whatever is wrong with
   * code or name: 401 `bad_reset_code`.
   */
  @Post()
  @HttpCode(204)
  @Access('anyone')
  @Errors('bad_reset_code', 'rate_limited', 'overloaded')
  use(@Body() request: ResetPasswordRequest, @FromClient() client: Client): Promise<void> {
    return this.resets.use(request, client);
  }
}
