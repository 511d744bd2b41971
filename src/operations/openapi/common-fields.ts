import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type Schema = Exclude<NonNullable<Components['schemas']>[string], { $ref: string }>;

const ID = '01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e';
const TIME = '2026-11-22T08:00:00.000Z';

/** What fields of these names look like wherever they are, unless the field's own comment says otherwise. */
const common: readonly (readonly [name: RegExp, defaults: Partial<Schema>])[] = [
  [/^(id|article_id|reward_id)$/, { example: ID }],
  [/_time$|^time$/, { example: TIME, format: 'date-time' }],
  [/^(from|to)$/, { example: '2026-11-22T00:00:00+08:00' }],
  [/^(next_)?cursor$/, { example: 'WyIwMTkzN2IxZS02ZjVjLTdkMmEtOWMzZS0wZjFhMmIzYzRkNWUiXQ' }],
  [/^limit$/, { example: '20' }],
  [/^(min|max)$/, { example: '1.00' }],
  [/^out_trade_no$/, { example: '20261122080000_7mXk2VbQ9sLr4TnW' }],
  [/^trade_no$/, { example: '2026112222001424330501234567' }],
  [/^out_request_no$/, { example: '01937b1e6f5c7d2a9c3e0f1a2b3c4d5e' }],
  [/^(author|user)$/, { example: 'ninghao' }],
  [/^nickname$/, { example: '宁皓' }],
  [/^avatar$/, { example: 'https://example.com/avatar.png' }],
  [/^message$/, { example: '写得真好！' }],
  [/^memo$/, { example: '打赏《用 NestJS 做打赏》' }],
  [/^collection$/, { example: 'NestJS' }],
  [/^content$/, { example: '# 你好' }],
  [/^account$/, { example: 'linxi@example.com' }],
  [/^name$/, { example: '林夕' }],
  [/^reason$/, { example: '读者误操作' }],
  [/^reference$/, { example: '20261122110070001506510012345678' }],
  [/^(out_biz_no|receipt_no)$/, { example: '01937b1e6f5c7d2a9c3e0f1a2b3c4d5e' }],
  [/^title$/, { example: '用 NestJS 做打赏' }],
];

/** Shows what common fields and parameters look like, so that each DTO need not. */
export function describeCommonFields(document: OpenAPIObject): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    if ('$ref' in schema) continue;
    for (const [name, field] of Object.entries(schema.properties ?? {})) describe(name, field);
  }
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.post, item.patch, item.put, item.delete]) {
      for (const parameter of operation?.parameters ?? []) {
        if ('name' in parameter && parameter.schema) describe(parameter.name, parameter.schema);
      }
    }
  }
}

function describe(name: string, field: object): void {
  if ('$ref' in field || 'enum' in field || 'anyOf' in field) return;
  const [, defaults] = common.find(([pattern]) => pattern.test(name)) ?? [];
  Object.assign(field, { ...defaults, ...field });
}
