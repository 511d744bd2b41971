import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { document, type Operation } from './api-document.js';
import type { RawAnswer } from './send.js';

const PROBLEM = 'application/problem+json';

const ajv = new Ajv2020({ strict: false, allErrors: true });
// A CommonJS module: what TypeScript calls the default is its `default`.
(addFormats as unknown as (on: Ajv2020) => void)(ajv);

const components = JSON.parse(JSON.stringify(document.components), closed) as object;
const validators = new Map<object, ValidateFunction>();

/** An object has the fields that the document names, and no others. */
function closed(_: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && 'properties' in value && 'type' in value;
  return isObject && value.type === 'object' ? { additionalProperties: false, ...value } : value;
}

/** What an answer has that the document does not say of this route. Nothing, where all is well. */
export function complaintsAbout(operation: Operation, answer: RawAnswer, isRouted: boolean): string[] {
  const { status } = answer;
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (status >= 500) return [`${status} ${answer.body}`];
  if (!isRouted && status === 404) return problemComplaints(answer, ['not_found']);
  const declared = operation.answers[status];
  if (!declared) return [`the status ${status} is not declared: ${answer.body}`];
  if (Object.keys(declared).length === 0)
    return answer.body === '' ? [] : [`${status} has a body: ${answer.body}`];
  const content = declared[type];
  if (!content) return [`the content type ${type} of ${status} is not declared: ${answer.body}`];
  if (type === PROBLEM) {
    return problemComplaints(
      answer,
      Object.values(content.examples ?? {}).map(({ value }) => value.code),
    );
  }
  const isJson = type === 'application/json';
  if (!isJson && content.schema?.enum === undefined) return [];
  return schemaComplaints(content.schema ?? {}, isJson ? JSON.parse(answer.body) : answer.body);
}

function problemComplaints({ status, body }: RawAnswer, codes: readonly string[]): string[] {
  const problem = JSON.parse(body);
  const complaints = schemaComplaints(document.components.schemas.Problem, problem);
  if (problem.status !== status) complaints.push(`${status} says that it is ${problem.status}`);
  if (!codes.includes(problem.code)) complaints.push(`the code ${problem.code} of ${status} is not declared`);
  return complaints;
}

function schemaComplaints(schema: object, value: unknown): string[] {
  let validate = validators.get(schema);
  if (!validate) {
    validate = ajv.compile({ ...(JSON.parse(JSON.stringify(schema), closed) as object), components });
    validators.set(schema, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
