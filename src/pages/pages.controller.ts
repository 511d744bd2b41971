import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../auth/access.decorator.js';
import { PagesService } from './pages.service.js';

/** Every address that the pages know. */
export const PAGES = [
  '',
  'p/:id',
  'usr/login',
  'usr/register',
  'usr/reset',
  'usr/wallet',
  'usr/rewards',
  'usr/articles',
  'usr/settings',
  'write',
  'write/:id',
  'console',
  'console/*',
];

/** Pages, for browsers; no part of the API. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(private readonly pages: PagesService) {}

  @Get(PAGES)
  @Access('anyone')
  page(@Res() reply: FastifyReply): Promise<void> {
    return this.pages.send(reply);
  }

  @Get('*')
  @Access('anyone')
  unknown(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.sendUnknown(accept, reply);
  }
}
