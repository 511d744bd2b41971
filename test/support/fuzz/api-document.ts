import { readFileSync } from 'node:fs';

/** The parts of a JSON schema that the document uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly $ref?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

interface Content {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { value: { code: string } }>>;
}

/** A route as docs/openapi.json describes it. */
export interface Operation {
  /** `GET /articles/{id}` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly audience: 'anyone' | 'user' | 'admin' | 'alipay';
  readonly parameters: readonly Parameter[];
  /** Of the JSON that it takes, if it takes any. */
  readonly body: Schema | undefined;
  /** By status, what it answers, by content type. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Content>>>>;
}

export const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

export const operations: readonly Operation[] = Object.entries<any>(document.paths).flatMap(([path, item]) =>
  Object.entries<any>(item).map(([method, operation]): Operation => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    audience: operation['x-access'],
    parameters: operation.parameters ?? [],
    body: resolved(operation.requestBody?.content['application/json']?.schema),
    answers: Object.fromEntries(
      Object.entries<any>(operation.responses).map(([status, { content = {} }]) => [status, content]),
    ),
  })),
);

/** The schema itself where it is a reference to one of the document's components. */
function resolved(schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? schema : document.components.schemas[name];
}
