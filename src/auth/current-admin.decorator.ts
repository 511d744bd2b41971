import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Administrator } from '../audit/act.js';
import type { Asker } from './current-user.decorator.js';

/** The parameter is the administrator who asks, with what is recorded of the request. Only on `admin` routes. */
export const CurrentAdmin = createParamDecorator((_: unknown, context: ExecutionContext): Administrator => {
  const request = context.switchToHttp().getRequest<FastifyRequest & { user: Asker }>();
  const { user, ip, id } = request;
  return { id: user.id, name: user.username, address: ip, requestId: id };
});
