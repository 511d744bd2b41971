import fc from 'fast-check';
import type { Operation, Parameter, Schema } from './api-document.js';
import { nastyJson, nastyText } from './nasty.js';

/**
 * A request to one route, as fixtures/requests.json holds them. Names in angle brackets stand for what exists
 * (cast.ts): they are replaced when it is sent.
 */
export interface FuzzedRequest {
  readonly as: 'nobody' | 'user' | 'admin';
  readonly by: 'Bearer' | 'jwt' | 'cookie';
  /** The path's parameters by name, percent-encoded, rightly or wrongly. */
  readonly path: Readonly<Record<string, string>>;
  /** What follows the question mark, as it is. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** For addresses and headers, which may have 16 KB together. */
const shortText = nastyText.filter((text) => text.length <= 300);

/** Usually what is fitting, now and then what is not. */
function mostly<T>(fitting: fc.Arbitrary<T>, other: fc.Arbitrary<T>, weight = 4): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: fitting }, { weight: 1, arbitrary: other });
}

const ids = [
  'article',
  'other_article',
  'sent',
  'received',
  'pending',
  'withdrawal',
  'proposal',
  'user',
  'admin',
];
const idFor = (hints: string): readonly string[] => {
  const kinds: [RegExp, string[]][] = [
    [/article/, ['article', 'other_article']],
    [/reward/, ['sent', 'received', 'pending']],
    [/withdrawal/, ['withdrawal']],
    [/refund/, ['proposal']],
    [/user|admin|author|subject/, ['user', 'admin']],
  ];
  return (kinds.find(([pattern]) => pattern.test(hints))?.[1] ?? ids).map((name) => `<${name}>`);
};

/** Cursors that look like ours: positions of every kind, and of none. */
const cursor = fc
  .array(
    fc.oneof(
      fc.constantFrom('01937b1e-6f5c-7d2a-9c3e-0f1a2b3c4d5e', '1764000000000', '9999999999999', '2026-11-22'),
      fc.constantFrom('999999999999999999', '9223372036854775807', '99999999999999999999', '2999-02-31', '0'),
      nastyText,
    ),
    { maxLength: 2 },
  )
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));

/** A text that means something under this name. */
function fittingText(name: string, schema: Schema, path: string): fc.Arbitrary<string> {
  const example = typeof schema.example === 'string' ? schema.example : '5.00';
  if (schema.enum) return fc.constantFrom(...schema.enum.map(String));
  if (name === 'cursor') return cursor;
  if (name === 'month') return fc.constantFrom('<month>', '2026-01', example);
  if (name === 'date') return fc.constantFrom('<day>', '<day>', example);
  if (name === 'id') return fc.constantFrom(...idFor(path));
  if (/_id$|^(author|user|admin|subject)$/.test(name))
    return fc.constantFrom(...idFor(name), '<username>', example);
  if (/^(from|to)$/.test(name)) return fc.constantFrom('<day>', example, '2000-01-01', '2999-12-31');
  if (name.endsWith('_no')) return fc.constantFrom(`<${name}>`, example);
  return fc.constantFrom(example);
}

/** JSON text of a value for the schema. */
function fittingJson(name: string, schema: Schema, path: string): fc.Arbitrary<string> {
  const types = [schema.type ?? []].flat();
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map((one) => fittingJson(name, one, path)));
  const { items } = schema;
  if (items) {
    return fc
      .array(fc.constantFrom('"1.00"', '2', '"0.5"', '9999.99'), { maxLength: 7 })
      .map((all) => `[${all.join()}]`);
  }
  if (types.includes('boolean')) return fc.constantFrom('true', 'false');
  if (types.includes('number')) return fc.constantFrom('0', '1', '2', '3', '0.01', '5');
  return fittingText(name, schema, path).map((text) => JSON.stringify(text));
}

/** A body near the schema: fields that are missing, wrong, too many, or twice. */
function bodyNear(schema: Schema, path: string): fc.Arbitrary<string> {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const isRequired = schema.required?.includes(name) ?? false;
    const pair = mostly(fittingJson(name, field, path), nastyJson, 6).map((json) => `"${name}":${json}`);
    return fc.option(pair, { freq: isRequired ? 20 : 2 });
  });
  const more = fc.tuple(
    fc.oneof(fc.constantFrom('__proto__', 'constructor', 'role', 'id', 'toString'), nastyText),
    nastyJson,
  );
  const extra = fc.option(
    more.map(([name, json]) => `${JSON.stringify(name)}:${json}`),
    { freq: 2 },
  );
  return fc
    .tuple(fc.tuple(...fields), mostly(fc.constant(null), extra))
    .map(([pairs, last]) => `{${[...pairs, last].filter((pair) => pair !== null).join()}}`);
}

/** What is no JSON object at all. */
const anyBody = fc.oneof(
  nastyJson,
  nastyText,
  fc.constantFrom(
    '{',
    '{"a":1',
    '[{}]',
    '{"a":1,}',
    "{'a':1}",
    '\ufeff{}',
    '{} {}',
    '{"a":1,"a":2}',
    'a=1&b=2',
    '--x\r\n',
  ),
);

const contentType = fc.constantFrom(
  ...[
    'application/json; charset=utf-8',
    'application/json; charset=gbk',
    'APPLICATION/JSON',
    'application/problem+json',
  ],
  ...[
    'text/plain',
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '*/*',
    'x',
  ],
  ...['application/json;;;', 'application/json, text/plain', 'application/octet-stream', ';'],
);

const language = fc.oneof(
  fc.constantFrom('en', 'zh-CN,zh;q=0.9,en;q=0.8', 'en;q=9', '*', ',;q=,', 'en;q=0.5,'.repeat(500)),
  shortText,
);

function queryNear(parameters: readonly Parameter[], path: string): fc.Arbitrary<string> {
  const pairs = parameters.map(({ name, schema }) => {
    const value = mostly(fittingText(name, schema, path), shortText).map(encode);
    const spelled = mostly(
      fc.constant(name),
      fc.constantFrom(`${name}[]`, `${name}[a]`, `${name}.a`, name.toUpperCase()),
      12,
    );
    const times = mostly(fc.constant(1), fc.constantFrom(2, 3), 12);
    return fc.option(
      fc
        .tuple(spelled, value, times)
        .map(([as, text, count]) => Array<string>(count).fill(`${as}=${text}`).join('&')),
      { freq: 2 },
    );
  });
  const strange = fc.oneof(
    fc.constantFrom('__proto__=1', '__proto__[a]=1', 'a=%zz', '%', '=&=', 'a[b][c]=1', '?'),
    shortText.map(encode),
  );
  return fc
    .tuple(fc.tuple(...pairs), mostly(fc.constant(null), strange, 6))
    .map(([given, last]) => [...given, last].filter((pair) => pair !== null).join('&'))
    .filter((query) => query.length < 8000);
}

/** Percent-encoded, the angle brackets of our own names excepted. */
function encode(text: string): string {
  return /^<\w+>$/.test(text) ? text : encodeURIComponent(Buffer.from(text).toString());
}

const brokenPathPart = fc.constantFrom(
  '%',
  '%zz',
  '%C3%28',
  '%00',
  '%2F',
  '%2e%2e',
  '*',
  ':id',
  '~',
  'a'.repeat(201),
  '%E4'.repeat(70),
);

/** Requests to a route: right, nearly right, and wrong in every way. */
export function requestsTo({ path, audience, parameters, body }: Operation): fc.Arbitrary<FuzzedRequest> {
  const inPath = parameters.filter((one) => one.in === 'path');
  const pathPart = ({ name, schema }: Parameter) =>
    mostly(
      fittingText(name, schema, path).map(encode),
      fc.oneof(
        fc.constantFrom(...idFor('')),
        shortText.filter((text) => !['', '/', '.', '..'].includes(text)).map(encode),
        brokenPathPart,
      ),
    );
  const text = body ? mostly(bodyNear(body, path), anyBody, 8) : mostly(fc.constant(''), anyBody, 8);
  return fc.record({
    as: mostly(
      fc.constant(audience === 'admin' ? ('admin' as const) : ('user' as const)),
      fc.constantFrom('nobody', 'user', 'admin'),
      3,
    ),
    by: fc.constantFrom('Bearer', 'Bearer', 'jwt', 'cookie'),
    path: fc.record(Object.fromEntries(inPath.map((one) => [one.name, pathPart(one)]))),
    query: queryNear(
      parameters.filter((one) => one.in === 'query'),
      path,
    ),
    headers: fc.record(
      {
        'content-type': mostly(fc.constant('application/json'), contentType, 8),
        'accept-language': language,
        'idempotency-key': mostly(fc.constantFrom('key-1', 'key-2'), shortText),
        'sec-fetch-site': mostly(fc.constant('same-origin'), fc.constantFrom('cross-site', 'none', '')),
        origin: fc.oneof(
          fc.constantFrom('http://localhost:3000', 'null', 'http://[', 'javascript:0'),
          shortText,
        ),
      },
      { requiredKeys: ['content-type', 'sec-fetch-site'] },
    ),
    body: mostly(text, fc.constant(undefined), 20),
  });
}
