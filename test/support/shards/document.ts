import { readFileSync } from 'node:fs';

/** What docs/scaling.md says of Citus. */
export function citusSection(): string {
  const [, rest = ''] = readFileSync('docs/scaling.md', 'utf8').split(
    '\n## Distributed PostgreSQL (Citus)\n',
  );
  return rest.split('\n## ')[0] ?? '';
}
