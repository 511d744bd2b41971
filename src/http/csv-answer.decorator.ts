import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';

/** Documents a route that answers a table to be downloaded; see csv.ts. */
export function CsvAnswer(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Accept-Language',
      required: false,
      description: 'The header row is Chinese, or English where that is preferred.',
    }),
    ApiOkResponse({
      description:
        "UTF-8 with a byte order mark, lines end in CR LF. A text that looks like a formula begins with `'`.",
      content: { 'text/csv': { schema: { type: 'string' } } },
    }),
  );
}
