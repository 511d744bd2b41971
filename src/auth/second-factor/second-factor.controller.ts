import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Errors } from '../../errors/errors.decorator.js';
import { Access } from '../access.decorator.js';
import { type AskedSession, CurrentSession } from '../current-session.decorator.js';
import { type Asker, CurrentUser } from '../current-user.decorator.js';
import {
  ConfirmSecondFactorRequest,
  RecoveryCodesResponse,
  SecondFactorResponse,
  SecondFactorSecretResponse,
} from './second-factor.dto.js';
import { SecondFactors } from './second-factors.js';

/** All that changes something here is done within ten minutes of logging in. */
@ApiTags('users')
@Controller('users/me/second-factor')
export class SecondFactorController {
  constructor(private readonly factors: SecondFactors) {}

  /** Whether I have a second factor. */
  @Get()
  @Access('user')
  state(@CurrentUser() asker: Asker): Promise<SecondFactorResponse> {
    return this.factors.stateFor(asker);
  }

  /** Begin to set up codes of an authenticator app: the secret for it. */
  @Post()
  @Access('user')
  @Errors('recent_login_required', 'second_factor_is_on')
  propose(
    @CurrentUser() asker: Asker,
    @CurrentSession() session: AskedSession,
  ): Promise<SecondFactorSecretResponse> {
    return this.factors.propose(asker, session);
  }

  /** Switch it on with a first code. Ends all my other sessions. */
  @Post('confirm')
  @HttpCode(200)
  @Access('user')
  @Errors('recent_login_required', 'bad_code', 'second_factor_is_on', 'second_factor_is_off', 'rate_limited')
  confirm(
    @CurrentSession() session: AskedSession,
    @Body() { code }: ConfirmSecondFactorRequest,
  ): Promise<RecoveryCodesResponse> {
    return this.factors.confirm(session, code);
  }

  /** New recovery codes instead of those that are left. */
  @Post('recovery-codes')
  @HttpCode(200)
  @Access('user')
  @Errors('recent_login_required', 'second_factor_is_off')
  renew(@CurrentSession() session: AskedSession): Promise<RecoveryCodesResponse> {
    return this.factors.renewRecoveryCodes(session);
  }

  /** Switch it off. */
  @Delete()
  @HttpCode(204)
  @Access('user')
  @Errors('recent_login_required', 'second_factor_is_off')
  remove(@CurrentSession() session: AskedSession): Promise<void> {
    return this.factors.remove(session);
  }
}
