import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

function toLine(record: unknown): string {
  return `${JSON.stringify(record, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}\n`;
}

/** Amounts are written as text of whole fen; every name that ends in `Fen` is read back as bigint. */
function fromLine(line: string): unknown {
  return JSON.parse(line, (key, value: unknown) =>
    key.endsWith('Fen') && typeof value === 'string' ? BigInt(value) : value,
  );
}

/**
 * An append-only file of JSON lines. A record is in the operating system's hands when `append` returns, so it
 * survives kill -9 of this process. One process per file.
 */
export class Journal {
  private file: number | undefined;

  constructor(private readonly path: string) {}

  /** All records in order. A torn last line (the process died while writing it) is left out. */
  read(): unknown[] {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const end = text.lastIndexOf('\n');
    return end < 0 ? [] : text.slice(0, end).split('\n').map(fromLine);
  }

  /** Replaces the file by these records, all or nothing, and opens it for appending. */
  compact(records: readonly unknown[]): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const temporary = `${this.path}.${randomUUID()}`;
    const file = openSync(temporary, 'w', 0o600);
    for (const record of records) writeSync(file, toLine(record));
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, this.path);
    this.file = openSync(this.path, 'a', 0o600);
  }

  append(record: unknown): void {
    if (this.file === undefined) throw new Error('The journal is not open.');
    const bytes = Buffer.from(toLine(record));
    let written = 0;
    while (written < bytes.length) written += writeSync(this.file, bytes, written);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}
