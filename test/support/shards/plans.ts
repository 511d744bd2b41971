import pg from 'pg';
import type { TestDatabase } from '../database.js';

/** A named statement as it was sent. */
interface Sent {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Runs `work`, and answers the named statements that this process sent meanwhile, each as it was sent first. */
export async function sentDuring(work: () => Promise<unknown>): Promise<Sent[]> {
  const sent = new Map<string, Sent>();
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    for (const [statement] of query.mock.calls as unknown[][]) {
      const { name } = statement as Partial<Sent>;
      if (name !== undefined && !sent.has(name)) sent.set(name, statement as Sent);
    }
  } finally {
    query.mockRestore();
  }
  return [...sent.values()];
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Node Type': string;
  readonly Operation?: string;
  readonly Plans?: readonly Plan[];
}

/**
 * How many partitions of each divided table PostgreSQL would look into for the statement, with the values it was sent with.
 * Rows that are inserted go where they belong: what is only inserted into is not named.
 */
export async function shardsOf(
  { query }: TestDatabase,
  { text, values }: Sent,
): Promise<Record<string, number>> {
  const [row] = await query(`EXPLAIN (FORMAT JSON) ${text}`, values);
  const [{ Plan: plan }] = row?.['QUERY PLAN'] as [{ Plan: Plan }];
  const shards = new Map<string, Set<string>>();
  for (const node of nodesOf(plan)) {
    const [, table, shard] = /^(\w+)_(\d)$/.exec(node['Relation Name'] ?? '') ?? [];
    if (table && shard) shards.set(table, (shards.get(table) ?? new Set()).add(shard));
  }
  return Object.fromEntries([...shards].map(([table, found]) => [table, found.size]));
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}
