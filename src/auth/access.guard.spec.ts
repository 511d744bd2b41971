import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { Access } from './access.decorator.js';
import { AccessGuard } from './access.guard.js';
import type { JwtStrategy } from './jwt.strategy.js';
import { SessionCookie } from './session-cookie.js';
import { SessionUses } from './session-uses.js';

class Routes {
  undeclared(): void {
    return;
  }

  @Access('alipay')
  callback(): void {
    return;
  }

  @Access('anyone')
  open(): void {
    return;
  }
}

function contextOf(handler: () => void, headers: Record<string, string> = {}): ExecutionContext {
  const context = {
    getHandler: () => handler,
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => ({ headers }) }),
  };
  return context as unknown as ExecutionContext;
}

describe('AccessGuard', () => {
  const config = {
    http: { publicUrl: 'http://localhost:3000' },
    auth: { tokenLifetimeSeconds: 60 },
  } as unknown as Config;
  const strategy = { registeredName: 'none' } as unknown as JwtStrategy;
  const uses = new SessionUses(undefined as unknown as DataSource);
  const guard = new AccessGuard(new Reflector(), strategy, new SessionCookie(config), uses, config);
  const routes = Routes.prototype;

  it('refuses a route that declares no access, whoever asks', async () => {
    const context = contextOf(Reflect.get(routes, 'undeclared'), { authorization: 'Bearer x' });
    await expect(guard.canActivate(context)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lets Alipay through without looking at a token', async () => {
    const context = contextOf(Reflect.get(routes, 'callback'), { authorization: 'Bearer x' });
    await expect(guard.canActivate(context)).resolves.toBe(true);
  });

  it('lets Alipay through without looking at a cookie', async () => {
    const context = contextOf(Reflect.get(routes, 'callback'), { cookie: 'zanshang=x' });
    await expect(guard.canActivate(context)).resolves.toBe(true);
  });

  it('lets anyone through without a token, and asks nobody', async () => {
    await expect(guard.canActivate(contextOf(Reflect.get(routes, 'open')))).resolves.toBe(true);
  });
});
