/** A field of a filter bar. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'date';
  /** What can be chosen, and what people read; without them anything can be typed. */
  readonly choices?: Readonly<Record<string, string>>;
}
