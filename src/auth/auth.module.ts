import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { CONFIG, type Config } from '../config/config.js';
import { UsersModule } from '../users/users.module.js';
import { AccessGuard } from './access.guard.js';
import { AccountController } from './account.controller.js';
import { AuthService } from './auth.service.js';
import { DeviceCookie } from './device-cookie.js';
import { Guesses } from './guesses.js';
import { JwtStrategy } from './jwt.strategy.js';
import { PasswordResetController } from './reset/password-reset.controller.js';
import { PasswordResets } from './reset/password-resets.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { SessionController } from './session.controller.js';
import { SessionCookie } from './session-cookie.js';
import { SessionStore } from './session-store.js';
import { SessionUses } from './session-uses.js';
import { Sessions } from './sessions.js';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from './tokens.js';

/** Who asks, and what they may. */
@Module({
  imports: [
    UsersModule,
    PassportModule,
    JwtModule.registerAsync({
      inject: [CONFIG],
      useFactory: ({ auth }: Config) => ({
        secret: auth.jwtSecret,
        signOptions: {
          algorithm: TOKEN_ALGORITHM,
          issuer: TOKEN_ISSUER,
          audience: TOKEN_AUDIENCE,
          expiresIn: auth.tokenLifetimeSeconds,
        },
      }),
    }),
  ],
  controllers: [AccountController, PasswordResetController, SecondFactorController, SessionController],
  providers: [
    AuthService,
    DeviceCookie,
    Guesses,
    JwtStrategy,
    PasswordResets,
    SecondFactors,
    SessionCookie,
    SessionStore,
    SessionUses,
    Sessions,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [PasswordResets, SecondFactors],
})
export class AuthModule {}
