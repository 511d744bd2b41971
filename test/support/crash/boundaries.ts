import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { poolOf } from '../../../src/database/statement.js';
import { PAYMENT_PROVIDER } from '../../../src/payments/provider/payment-provider.js';
import { PAYOUT_PROVIDER } from '../../../src/payouts/provider/payout-provider.js';
import type { TestApp } from '../app.js';
import { commitAnswered } from '../commit-answer.js';

/**
 * How a step fails:
 * - `killed`: the process is no more. Its connections are gone, and nothing of it goes on;
 * - `cut_before`: the step never arrives: its connection is cut, or the gateway does not answer and has done nothing;
 * - `answer_lost`: the step is done there, and its answer never arrives.
 */
export type Failure = 'killed' | 'cut_before' | 'answer_lost';

/** The calls to gateways, by port. What comes instead of a lost answer is what the port says of one: unknown. */
const CALLS = [
  { port: PAYMENT_PROVIDER, name: 'payUrl', unknown: new Error('no address') },
  { port: PAYMENT_PROVIDER, name: 'query', unknown: { kind: 'unknown' } },
  { port: PAYMENT_PROVIDER, name: 'close', unknown: 'unknown' },
  { port: PAYMENT_PROVIDER, name: 'refund', unknown: { kind: 'unknown' } },
  { port: PAYMENT_PROVIDER, name: 'queryRefund', unknown: { kind: 'unknown' } },
  { port: PAYOUT_PROVIDER, name: 'send', unknown: { kind: 'unknown' } },
  { port: PAYOUT_PROVIDER, name: 'query', unknown: { kind: 'unknown' } },
] as const;

type Query = (...args: unknown[]) => unknown;
type Callback = (error: unknown, result?: unknown) => void;

const NEVER = new Promise<never>(() => undefined);

/**
 * Every step by which a server changes the world outside its process: statements (by their names; START TRANSACTION,
 * COMMIT and ROLLBACK by themselves) and calls to gateways. Between two of them only its own memory changes, so a
 * process that dies there is the same as one that dies right before the second. The application is not marked for
 * this: the pool under its data source and its ports are wrapped from outside.
 */
export class Boundaries {
  /** The steps since the last `watch`, in order. */
  readonly seen: string[] = [];
  /** Resolves when the planned failure has happened. */
  struck: Promise<void> = NEVER;
  private plan: { at: number; failure: Failure; tell: () => void } | undefined;
  private dead = false;
  private readonly watched = new Set<PoolClient>();

  constructor({ app }: TestApp) {
    this.watchPool(poolOf(app.get(DataSource, { strict: false })));
    for (const { port, name, unknown } of CALLS)
      this.watchCall(app.get(port, { strict: false }), name, unknown);
  }

  /** Whether a failure is planned that has not happened. */
  get isWaiting(): boolean {
    return this.plan !== undefined && this.plan.at >= 0;
  }

  /** Begins a new count; at step `at` (from 0) the failure happens, once. */
  watch(at = -1, failure: Failure = 'killed'): void {
    this.seen.length = 0;
    this.struck = new Promise((tell) => {
      this.plan = { at, failure, tell };
    });
  }

  /** The process is no more. */
  die(): void {
    this.dead = true;
    for (const client of this.watched) streamOf(client).destroy();
  }

  private arrive(step: string): Failure | undefined {
    const number = this.seen.push(step) - 1;
    if (number !== this.plan?.at) return undefined;
    const { failure, tell } = this.plan;
    this.plan = undefined;
    if (failure === 'killed') this.die();
    tell();
    return failure;
  }

  private watchPool(pool: Pool): void {
    const connect = pool.connect.bind(pool) as (callback: (...args: any[]) => void) => void;
    const watching = (callback?: (...args: any[]) => void) => {
      if (!callback) throw new Error('the server takes connections by callback');
      if (this.dead) return;
      connect((error, client, release) => {
        if (client) this.watchClient(client as PoolClient);
        callback(error, client, release);
      });
    };
    Object.assign(pool, { connect: watching });
  }

  private watchClient(client: PoolClient): void {
    if (this.watched.has(client)) return;
    this.watched.add(client);
    const query = client.query.bind(client) as Query;
    const watching: Query = (...args) => {
      if (this.dead) return NEVER;
      const failure = this.arrive(nameOf(args[0]));
      if (failure === 'killed') return NEVER;
      if (failure === 'cut_before') streamOf(client).destroy();
      if (failure === 'answer_lost') loseAnswer(streamOf(client), nameOf(args[0]));
      return this.unlessDead(query, args);
    };
    Object.assign(client, { query: watching });
  }

  /** A dead process hears of nothing, not even of its connections' end. */
  private unlessDead(query: Query, args: unknown[]): unknown {
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      const heard: Callback = (error, result) => {
        if (!this.dead) (callback as Callback)(error, result);
      };
      return query(...args.slice(0, -1), heard);
    }
    return this.alive(query(...args) as Promise<unknown>);
  }

  private alive<Result>(asked: Promise<Result>): Promise<Result> {
    return asked.then(
      (result) => (this.dead ? NEVER : result),
      (error: unknown) => {
        if (this.dead) return NEVER;
        throw error;
      },
    );
  }

  private watchCall(provider: Record<string, unknown>, name: string, unknown: unknown): void {
    const call = (provider[name] as (...args: unknown[]) => Promise<unknown>).bind(provider);
    const watching = async (...args: unknown[]): Promise<unknown> => {
      if (this.dead) return NEVER;
      const failure = this.arrive(`gateway ${name}`);
      if (failure === 'killed') return NEVER;
      const answer = failure === 'cut_before' ? unknown : await this.alive(call(...args));
      if (!failure) return answer;
      if (unknown instanceof Error) throw unknown;
      return unknown;
    };
    Object.defineProperty(provider, name, { value: watching, configurable: true });
  }
}

function nameOf(query: unknown): string {
  if (typeof query === 'string') return query.trim().split('\n')[0]!.slice(0, 60);
  const { name, text } = query as { name?: string; text: string };
  return name ?? nameOf(text);
}

function streamOf(client: PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

/** PostgreSQL answers a statement when it is done: what it then says is not heard, and the connection ends. */
function loseAnswer(stream: Socket, step: string): void {
  const isDone = step === 'COMMIT' ? commitAnswered() : () => true;
  stream.removeAllListeners('data');
  stream.on('data', (chunk) => {
    if (isDone(chunk)) stream.destroy();
  });
}
