/** The amounts an author offers, as one line: `2 5 10 20`. */
export function showPresets(presets: readonly string[]): string {
  return presets.map((yuan) => yuan.replace(/\.00$/, '')).join(' ');
}

/** The amounts in a line that somebody typed, however they are separated; the server judges them. */
export function readPresets(line: string): string[] {
  return line.split(/[\s,，、;；]+/).filter((amount) => amount !== '');
}
