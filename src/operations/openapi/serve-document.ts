import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { buildDocument } from './document.js';

/** `/openapi.json`, and `/docs` to read it and try it. Both are made when somebody asks for the first time. */
export function serveDocument(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => buildDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: '赞赏 Zanshang API',
    swaggerOptions: { persistAuthorization: true, docExpansion: 'list', validatorUrl: null },
  });
}
