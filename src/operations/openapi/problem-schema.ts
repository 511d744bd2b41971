import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** The body of every error answer (RFC 9457). */
export const problemSchema: Schemas[string] = {
  type: 'object',
  description: 'What went wrong (RFC 9457). Programs decide by `code`; people read `detail`.',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', example: 'about:blank' },
    title: { type: 'string', description: 'In English.', example: 'Log in first' },
    status: { type: 'integer', description: 'The HTTP status.', example: 401 },
    detail: {
      type: 'string',
      description: 'For people: Chinese, or English where `Accept-Language` prefers it.',
      example: '请先登录',
    },
    code: { type: 'string', description: 'A stable word for programs.', example: 'unauthenticated' },
    errors: {
      type: 'array',
      description: 'With `invalid_input`: each field that is not valid.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: {
          field: { type: 'string', example: 'money' },
          message: { type: 'string', example: '应为 0.01 到 9999.99 之间、最多两位小数的金额' },
        },
      },
    },
  },
};
