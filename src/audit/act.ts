import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { execute, statement } from '../database/statement.js';

/** The administrator who acts, and where the request came from. */
export interface Administrator {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly requestId: string;
}

/** What administrators do; one word for each route that changes something. */
export const ACTIONS = [
  'user.change',
  'user.remove_second_factor',
  'user.reset_password',
  'refund.request',
  'refund.approve',
  'refund.decline',
  'reward.confirm',
  'withdrawal.approve',
  'withdrawal.reject',
  'withdrawal.pay_by_hand',
  'reconciliation.run',
] as const;

export type Action = (typeof ACTIONS)[number];

/** One act. */
export interface Act {
  readonly action: Action;
  /** The id of what was acted on: a user, a reward, a withdrawal; or the day of a bill. */
  readonly subject: string;
  /** What it was before and after, or what came of it. Never a secret. */
  readonly detail: Readonly<Record<string, unknown>>;
}

const RECORD = statement(
  'audit.record',
  `INSERT INTO admin_act (id, admin_id, admin_name, address, request_id, action, subject, detail)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** Records an act: in the transaction that does it, so that neither is there without the other. */
export async function recordAct(
  on: DataSource | EntityManager,
  admin: Administrator,
  { action, subject, detail }: Act,
): Promise<void> {
  const { id, name, address, requestId } = admin;
  const values = [uuidv7(), id, name, address, requestId, action, subject, JSON.stringify(detail)];
  await execute(on, RECORD, values);
}

/**
 * Records an act that has no transaction of its own, such as a question to a gateway: with what came of it, also where
 * that is an error.
 */
export async function recordOutcome<Result>(
  dataSource: DataSource,
  admin: Administrator,
  act: Omit<Act, 'detail'>,
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => string,
): Promise<Result> {
  const record = (outcome: string) => recordAct(dataSource, admin, { ...act, detail: { outcome } });
  try {
    const result = await work();
    await record(outcomeOf(result));
    return result;
  } catch (error) {
    const { code } = error as { code?: unknown };
    await record(typeof code === 'string' ? code : 'internal_error');
    throw error;
  }
}
