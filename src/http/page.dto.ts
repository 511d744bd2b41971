import { IsOptional } from 'class-validator';
import { InvalidInput } from '../errors/app-error.js';
import { IsText, field } from './fields.js';

/** The largest and the usual number of items on a page. */
const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;

/** `?limit=` and `?cursor=` of every list. */
export class PageQuery {
  /** How many items, 1 to 100; 20 when absent. */
  @IsOptional()
  @field(
    'isLimit',
    { text: 'integer_range', params: { min: 1, max: MAX_PAGE_SIZE } },
    (value) => typeof value === 'string' && /^([1-9]\d?|100)$/.test(value),
  )
  limit?: string;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @IsText(1, 500)
  cursor?: string;
}

/** A list's answer: `next_cursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export function pageSize(query: PageQuery): number {
  return query.limit === undefined ? DEFAULT_PAGE_SIZE : Number(query.limit);
}

/** A keyset position (the sort values of the last item) as an opaque word. */
function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Reads a cursor whose parts must match the given patterns; undefined when there is none, InvalidInput when it is not ours. */
export function decodeCursor(cursor: string | undefined, patterns: readonly RegExp[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const position = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  const ours =
    Array.isArray(position) &&
    position.length === patterns.length &&
    position.every((part, i) => typeof part === 'string' && patterns[i]?.test(part));
  if (!ours) throw new InvalidInput([{ field: 'cursor', text: 'cursor' }]);
  return position as string[];
}

/**
 * Makes a page of rows that were asked for with one more than `size` (so that the end is known without counting).
 * `position` gives a row's sort values, `present` its public shape.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  size: number,
  position: (row: Row) => readonly string[],
  present: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, size);
  const last = rows.length > size ? shown.at(-1) : undefined;
  return { items: shown.map(present), next_cursor: last === undefined ? null : encodeCursor(position(last)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
