import type { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';

const titles = statement<{ id: string; title: string }>(
  'articles.titles',
  'SELECT id, title FROM article WHERE id = ANY($1::uuid[])',
);

/** The titles of articles by id, hidden and deleted ones too: who tipped one still sees what for. */
export async function findArticleTitles(on: DataSource, ids: Iterable<string>): Promise<Map<string, string>> {
  const rows = await execute(on, titles, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, title }) => [id, title]));
}
