const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Pattern of an id inside a cursor. */
export const ID_PATTERN = UUID;

/** Ids are opaque to clients: a word that is not one of ours simply names nothing. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
