/** 128 random bits. `crypto.randomUUID` would not do: it is missing where the site is not served by https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The Idempotency-Key of a form: the same for the same content, so that sending it again after a lost answer does nothing
 * twice; another one for other content, and after `finish`.
 */
export function useIdempotencyKey() {
  let kept: { key: string; content: string } | undefined;

  return {
    keyFor(body: unknown): string {
      const content = JSON.stringify(body);
      if (kept?.content !== content) kept = { key: newKey(), content };
      return kept.key;
    },
    finish(): void {
      kept = undefined;
    },
  };
}
