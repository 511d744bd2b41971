import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ownerOf } from '../http/addresses.js';

/** What is known of whoever sent a request before they have proved who they are. */
export interface Client {
  /** The address, or the network, that stands for them. */
  readonly address: string;
  /** The Cookie header. */
  readonly cookies: string | undefined;
  /** What the program calls itself (User-Agent); empty where it does not. */
  readonly program: string;
}

/** The parameter is the Client. */
export const FromClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const { ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: ownerOf(ip), cookies: headers.cookie, program: headers['user-agent'] ?? '' };
});
