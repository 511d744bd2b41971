import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeCommonFields } from './common-fields.js';
import { documentErrors } from './document-errors.js';
import { problemSchema } from './problem-schema.js';

const DESCRIPTION = `
给文章打赏：支付宝或余额支付，精确到分的账本。Tips for articles, by Alipay or from balance, on an exact ledger.

- JSON, UTF-8; ids are opaque strings; times are ISO 8601; money is a string of yuan with two decimals, \`"5.00"\`.
- Lists take \`?limit=\` (1 to 100, 20 when absent) and \`?cursor=\`, the \`next_cursor\` of the page before.
- Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; \`detail\` is Chinese, or English where
  \`Accept-Language\` prefers it.
- \`Authorization: Bearer TOKEN\`, the token that registering and logging in answer with.
- Pages of this site log in with \`POST /session\` instead and carry a cookie. A request with it that changes something
  must come from such a page (\`Sec-Fetch-Site: same-origin\`, or our \`Origin\`): otherwise 403 \`cross_site\`.
- Every answer carries \`X-Request-Id\`, by which its line in the server's log is found.
`;

const tags: readonly [name: string, description: string][] = [
  ['users', '账号 Accounts'],
  ['articles', '文章 Articles'],
  ['payments', '打赏与支付 Tips and payments'],
  ['wallet', '钱包 Wallet'],
  ['live', '实时提示 Live hints'],
  ['admin', '管理 Administration'],
  ['operations', '运行 Operations'],
];

/** The API's document (OpenAPI 3.1) of a compiled application: the build writes comments and types into it. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('赞赏 Zanshang')
    .setDescription(DESCRIPTION.trim())
    .setVersion('1')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const [name, description] of tags) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), { operationIdFactory });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  documentErrors(document);
  describeCommonFields(document);
  sortEnums(document);
  return document;
}

/** The compiler hands over a union's members in no lasting order. */
function sortEnums(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'enum' && Array.isArray(value)) value.sort();
    else sortEnums(value);
  }
}

/** `articles_create` for ArticlesController.create. */
function operationIdFactory(controller: string, method: string): string {
  const name = controller.replace(/Controller$/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}_${method}`;
}
