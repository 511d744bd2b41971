/** One thing that was looked at: a sentence in both languages, and the remedy where something is to be mended. */
export interface Finding {
  readonly level: 'right' | 'warning' | 'wrong';
  readonly text: string;
  readonly remedy?: string;
}

export function right(text: string): Finding {
  return { level: 'right', text };
}

/** May be meant so, but should be known. */
export function warning(text: string, remedy?: string): Finding {
  return { level: 'warning', text, ...(remedy !== undefined && { remedy }) };
}

export function wrong(text: string, remedy: string): Finding {
  return { level: 'wrong', text, remedy };
}
