/** What an order number tells whoever has the key: when the order was made, by whom, and for which article. */
export interface OrderOrigin {
  readonly createdTime: Date;
  readonly readerId: string;
  readonly articleId: string;
}

/** Reader and article, one after the other: 64 hexadecimal digits. */
export function idDigits({ readerId, articleId }: OrderOrigin): string {
  const digits = `${readerId}${articleId}`.replaceAll('-', '');
  if (digits.length !== 64) throw new Error('an order is of a reader and an article, whose ids are UUIDs');
  return digits;
}

/** The order of that time whose ids these are. */
export function originOf(createdTime: Date, ids: string): OrderOrigin {
  return { createdTime, readerId: dashed(ids.slice(0, 32)), articleId: dashed(ids.slice(32)) };
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
