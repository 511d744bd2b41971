/** More parameters than Alipay ever sends; a message with more is not Alipay's. */
const MAX_PARAMETERS = 200;

/**
 * Reads `a=1&b=2`, url-decoded once (a plus sign is a space), keeping every parameter as it came.
 * @returns undefined where a name is repeated, a byte sequence is not UTF-8 or there are too many parameters: such a
 * text could be read in more than one way.
 */
export function parseForm(text: string): Record<string, string> | undefined {
  const params: Record<string, string> = Object.create(null) as Record<string, string>;
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) return undefined;
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
    if (key === undefined || value === undefined || key in params) return undefined;
    params[key] = value;
  }
  return params;
}

const ENCODED = /[%+]/;

function decode(text: string): string | undefined {
  // Every name and most values of a notification are plain text.
  if (!ENCODED.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
