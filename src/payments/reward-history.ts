import type { EntityManager } from 'typeorm';
import { type Command, executeAll, statement } from '../database/statement.js';

/** One thing that happened to a reward. Append-only; the time is the transaction's. */
export interface RewardEvent {
  readonly id: string;
  readonly rewardId: string;
  /** Who or what brought it about: `notify`, `return`, `query`, `reader`, `admin`. */
  readonly source: string;
  readonly kind: string;
  readonly detail: Readonly<Record<string, string>>;
}

const INSERT = statement(
  'payments.record_events',
  `INSERT INTO reward_event (id, reward_id, source, kind, detail)
   SELECT id, reward_id, source, kind, detail
   FROM json_to_recordset($1::json) AS e(id uuid, reward_id uuid, source text, kind text, detail jsonb)`,
);

export function recordEvents(tx: EntityManager, events: readonly RewardEvent[]): Promise<void> {
  return executeAll(tx, recordingEvents(events));
}

/** The same, not yet sent. */
export function recordingEvents(events: readonly RewardEvent[]): Command[] {
  if (events.length === 0) return [];
  const rows = events.map(({ rewardId, ...event }) => ({ ...event, reward_id: rewardId }));
  return [{ statement: INSERT, values: [JSON.stringify(rows)] }];
}
