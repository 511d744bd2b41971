import { join } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * `/assets/*`: scripts, styles and pictures of the pages, whose names change with their content, so browsers never ask
 * twice. The build lays compressed forms beside them. The folder may come into being later.
 */
export async function serveAssets(server: FastifyInstance, pagesFolder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: join(pagesFolder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    maxAge: '365d',
    immutable: true,
    suppressWarning: true,
  });
}
