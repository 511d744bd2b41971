const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Pattern of an id inside a cursor. */
export const ID_PATTERN = UUID;

/** Ids are opaque to clients: a word that is not one of ours simply names nothing. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** The least id that could be made at a time: ids (UUIDv7) begin with the millisecond in which they were made. */
export function firstIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
