import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { PAGES_FOLDER } from './built-pages.js';

const NOT_BUILT = `网页还没有构建：运行 npm run build，然后刷新。
The pages have not been built: run npm run build, then reload.
`;

/** The one file that all pages begin with; what it shows is the browser's business. */
@Injectable()
export class PagesService {
  private readonly file: string;

  constructor(@Inject(PAGES_FOLDER) folder: string) {
    this.file = join(folder, 'index.html');
  }

  /** Read anew each time: it is small, and a new build shows at once, as the names of the assets in it must fit. */
  async send(reply: FastifyReply, status = 200): Promise<void> {
    const html = await readFile(this.file).catch(ignoreMissing);
    reply.header('cache-control', 'no-cache');
    if (html) await reply.status(status).type('text/html; charset=utf-8').send(html);
    else await reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  }

  /** An address that nothing is at: the pages say so to a person, a problem document to a program. */
  async sendUnknown(accept: string | undefined, reply: FastifyReply): Promise<void> {
    if (!accept?.includes('text/html')) throw new AppError('not_found');
    await this.send(reply, 404);
  }
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
