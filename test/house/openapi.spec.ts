import { readFileSync } from 'node:fs';
import { catalogue } from '../../src/errors/catalogue.js';

type Json = Record<string, any>;

const document: Json = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const operations: [string, Json][] = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
  Object.entries<Json>(item).map(([method, operation]): [string, Json] => [
    `${method.toUpperCase()} ${path}`,
    operation,
  ]),
);
const schemas: [string, Json][] = Object.entries(document.components.schemas);

describe('docs/openapi.json', () => {
  it('is OpenAPI 3.1, with a title, a description and a way to log in', () => {
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      info: {
        title: expect.any(String),
        description: expect.stringContaining('打赏'),
        version: expect.any(String),
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('names nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target!,
    );
    const lost = references.filter((target) => resolve(target) === undefined);
    expect(references.length).toBeGreaterThan(50);
    expect(lost).toEqual([]);
  });

  it('has every operation once', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(ids.length).toBeGreaterThan(25);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lists only tags it explains', () => {
    const known = document.tags.map(({ name }: Json) => name);
    expect(operations.flatMap(([, { tags }]) => tags).filter((tag) => !known.includes(tag))).toEqual([]);
  });

  describe.each(operations)('%s', (route, operation) => {
    it('says what it does, who may call it and what it answers', () => {
      expect(operation.summary).toMatch(/\S/);
      expect(operation['x-access']).toMatch(/^(anyone|user|admin|alipay)$/);
      const succeeds = Object.entries<Json>(operation.responses).filter(([status]) => status.startsWith('2'));
      expect(succeeds.length).toBeGreaterThan(0);
      for (const [status, response] of succeeds) {
        if (status !== '204') expect(Object.values<Json>(response.content)[0]!.schema).toBeDefined();
      }
    });

    it('asks for a token, and explains 401 and 403, where it is not open', () => {
      const audience = operation['x-access'];
      const statuses = Object.keys(operation.responses);
      const closed = audience === 'user' || audience === 'admin';
      expect(operation.security !== undefined).toBe(closed);
      if (closed) expect(statuses).toContain('401');
      if (audience === 'admin') expect(statuses).toContain('403');
    });

    it('declares each parameter of its path', () => {
      const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter: Json) => parameter.in === 'path');
      expect(declared.map(({ name }: Json) => name)).toEqual(inPath);
    });

    it('shows each of its errors as the catalogue has them', () => {
      for (const [status, response] of Object.entries<Json>(operation.responses)) {
        for (const [name, { value }] of Object.entries<Json>(
          response.content?.['application/problem+json']?.examples ?? {},
        )) {
          const entry = catalogue[name as keyof typeof catalogue];
          expect(value).toMatchObject({ status: Number(status), code: entry.code ?? name, detail: entry.zh });
        }
      }
    });
  });

  it.each(schemas)('gives every field of %s a type, and every text an example', (_, schema) => {
    for (const field of Object.values<Json>(schema.properties ?? {})) {
      const typed = field.type ?? field.$ref ?? field.oneOf ?? field.anyOf ?? field.allOf;
      expect(typed).toBeDefined();
      if (field.type === 'object') expect(field.additionalProperties).toBeDefined();
      if (field.type === 'string') expect(field.example ?? field.enum).toBeDefined();
    }
  });
});

function resolve(target: string): unknown {
  return target
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((part, key) => (part as Json | undefined)?.[key], document);
}
