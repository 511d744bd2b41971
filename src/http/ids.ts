import { uuidv7 } from 'uuidv7';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Pattern of an id inside a cursor. */
export const ID_PATTERN = UUID;

/**
 * Ids are opaque to clients: what is not one of ours simply names nothing. Nor does another thing than a text, whatever
 * text it could be turned into.
 */
export function isId(value: unknown): boolean {
  return typeof value === 'string' && UUID.test(value);
}

/**
 * The least id that could be made at a time: ids (UUIDv7) begin with the millisecond in which they were made, in 48 bits
 * (RFC 9562, 5.7). Ids sort by time, so a list by id can be bounded by time.
 */
export function firstIdAt(time: Date): string {
  const milliseconds = Math.min(Math.max(0, time.getTime()), 2 ** 48 - 1);
  const hex = milliseconds.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** A new id for something that was made at a time long past: it sorts there, as lists bounded by time expect. */
export function idAt(time: Date): string {
  return firstIdAt(time).slice(0, 13) + uuidv7().slice(13);
}
