import type { OpenAPIObject } from '@nestjs/swagger';
import { ACCESS_IN_DOCUMENT, type Audience } from '../../auth/access.decorator.js';
import { catalogue, type ErrorName } from '../../errors/catalogue.js';
import { ERRORS } from '../../errors/errors.decorator.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & {
  [ERRORS]?: readonly ErrorName[];
  [ACCESS_IN_DOCUMENT]?: Audience;
};
type Response = Operation['responses'][string];

const PROBLEM = 'application/problem+json';

/** What may go wrong on a route because of who may call it. Callbacks have answers of their own. */
const errorsOfAudience: Readonly<Record<Audience, readonly ErrorName[]>> = {
  anyone: [],
  user: ['unauthenticated', 'user_deactivated'],
  admin: ['unauthenticated', 'user_deactivated', 'forbidden'],
  alipay: [],
};

/** What may go wrong with a body, also where a route takes none: it is read before the route sees the request. */
const errorsOfAnyBody: readonly ErrorName[] = ['invalid_json', 'payload_too_large', 'unsupported_media_type'];

/** Gives every operation its error answers: those it names with `@Errors`, and those that follow from its shape. */
export function documentErrors(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths)) {
    for (const { operation, changes } of operationsOf(item)) addErrors(operation, changes);
  }
}

/** Each operation, and whether it changes something. */
function operationsOf(item: PathItem): { operation: Operation; changes: boolean }[] {
  return (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
    const operation: Operation | undefined = item[method];
    return operation ? [{ operation, changes: method !== 'get' }] : [];
  });
}

function addErrors(operation: Operation, changes: boolean): void {
  const names = [...new Set(errorsOf(operation, changes))];
  for (const status of new Set(names.map((name) => catalogue[name].status))) {
    operation.responses[status] ??= describe(names.filter((name) => catalogue[name].status === status));
  }
  Reflect.deleteProperty(operation, ERRORS);
}

function errorsOf(operation: Operation, changes: boolean): ErrorName[] {
  const audience = operation[ACCESS_IN_DOCUMENT] ?? 'anyone';
  const { requestBody, parameters = [] } = operation;
  const takesJson = requestBody && 'content' in requestBody && 'application/json' in requestBody.content;
  const takesQuery = parameters.some((parameter) => 'in' in parameter && parameter.in === 'query');
  return [
    ...(takesJson || takesQuery ? (['invalid_input'] as const) : []),
    ...(changes && audience !== 'alipay' ? errorsOfAnyBody : []),
    ...errorsOfAudience[audience],
    ...(changes && audience !== 'alipay' ? (['cross_site'] as const) : []),
    ...(operation[ERRORS] ?? []),
    ...(audience === 'alipay' ? [] : (['internal_error'] as const)),
  ];
}

function describe(names: readonly ErrorName[]): Response {
  return {
    description: names.map((name) => `\`${codeOf(name)}\`: ${catalogue[name].en}`).join('; '),
    content: {
      [PROBLEM]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(names.map((name) => [name, { value: exampleOf(name) }])),
      },
    },
  };
}

function exampleOf(name: ErrorName) {
  const { status, zh, en } = catalogue[name];
  const errors = [{ field: 'limit', message: '应为 1 到 100 之间的整数' }];
  return {
    type: 'about:blank',
    title: en,
    status,
    detail: zh,
    code: codeOf(name),
    ...(name === 'invalid_input' && { errors }),
  };
}

function codeOf(name: ErrorName): string {
  return catalogue[name].code ?? name;
}
