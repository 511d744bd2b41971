import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { AppError } from '../errors/app-error.js';
import { Lane } from '../database/lane.js';
import { type Command, execute, executeAll, statement } from '../database/statement.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import type { MessageSource } from './proof.js';
import type { RawMessage, Reading } from './provider/payment-provider.js';

type Refused = Extract<Reading, { verified: false }>;

/** A message as it is kept: what arrived, from where, when, and what became of it. */
export interface CallbackRecord {
  readonly source: MessageSource;
  readonly receivedTime: Date;
  readonly verified: boolean;
  readonly outcome: string;
  readonly raw: RawMessage;
}

const RECORD = `id uuid, source text, received_time timestamptz, times integer, verified boolean, outcome text,
  out_trade_no text, trade_no text, params jsonb, digest text`;
const COLUMNS =
  'id, source, received_time, last_time, times, verified, outcome, out_trade_no, trade_no, params, digest';
const VALUES = `id, source, received_time, received_time, times, verified, outcome, out_trade_no, trade_no, params,
  decode(digest, 'hex')`;

const INSERT_VERIFIED = statement(
  'payments.record_verified_callbacks',
  `INSERT INTO callback (${COLUMNS}) SELECT ${VALUES} FROM json_to_recordset($1::json) AS c(${RECORD})
   ORDER BY out_trade_no, source, digest
   ON CONFLICT (out_trade_no, source, digest) WHERE verified
   DO UPDATE SET times = callback.times + excluded.times, last_time = excluded.last_time,
     outcome = CASE WHEN callback.outcome IN ('settled', 'second_payment', 'refund_booked', 'closed')
       THEN callback.outcome ELSE excluded.outcome END`,
);

const INSERT_UNVERIFIED = statement(
  'payments.record_unverified_callbacks',
  `INSERT INTO callback (${COLUMNS}) SELECT ${VALUES} FROM json_to_recordset($1::json) AS c(${RECORD})`,
);

const PRUNE_UNVERIFIED = statement(
  'payments.prune_unverified_callbacks',
  `DELETE FROM callback WHERE id IN (
     SELECT id FROM callback WHERE NOT verified AND id <= (
       SELECT id FROM callback WHERE NOT verified ORDER BY id DESC OFFSET $1 LIMIT 1)
     FOR UPDATE SKIP LOCKED)`,
);

/** How many messages without a valid signature are kept. Anybody can send those. */
const UNVERIFIED_KEPT = 1000;

/**
 * Keeps verified messages, in the caller's transaction. An identical repeat raises `times` on the first row, whose
 * outcome stays where that one changed something.
 */
export function recordVerified(tx: EntityManager, records: readonly CallbackRecord[]): Promise<void> {
  return executeAll(tx, recordingVerified(records));
}

/** The same, not yet sent. */
export function recordingVerified(records: readonly CallbackRecord[]): Command[] {
  if (records.length === 0) return [];
  const rows = new Map<string, ReturnType<typeof toRow>>();
  for (const record of records) {
    const row = toRow(record);
    const identity = `${row.source} ${row.out_trade_no} ${row.digest}`;
    const same = rows.get(identity);
    if (same) same.times += 1;
    else rows.set(identity, row);
  }
  return [{ statement: INSERT_VERIFIED, values: [JSON.stringify([...rows.values()])] }];
}

/** Keeps what the settle transaction does not: refused messages, and those that change nothing. */
@Injectable()
export class CallbackLog {
  private readonly unverified = new Lane(
    async (records: readonly CallbackRecord[]) => {
      await execute(this.dataSource, INSERT_UNVERIFIED, [JSON.stringify(records.map(toRow))]);
      await execute(this.dataSource, PRUNE_UNVERIFIED, [UNVERIFIED_KEPT]);
      return records.map(() => undefined);
    },
    { maxBatch: 500, maxWaiting: UNVERIFIED_KEPT },
  );

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly limiter: RateLimiter,
  ) {}

  async record(record: CallbackRecord): Promise<void> {
    if (record.verified) await recordVerified(this.dataSource.manager, [record]);
    else await this.unverified.run(record);
  }

  /**
   * Keeps a message that could not be verified or read.
   *
   * @param from the address that stands for whoever sent it
   * @returns the reason, as the outcome
   * @throws RateLimited where too many came from there; nothing is kept then. What the provider signed is never too many.
   */
  async refuse(source: MessageSource, { reason, signed, raw }: Refused, from: string): Promise<string> {
    if (!signed) await this.limiter.take('callbacks', from);
    const record = { source, receivedTime: new Date(), verified: signed, outcome: reason, raw };
    // Anybody can send these: when too many come at once, dropping some is better than working for them.
    await this.record(record).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
    return reason;
  }

  idle(): Promise<void> {
    return this.unverified.idle();
  }
}

function toRow({ source, receivedTime, verified, outcome, raw }: CallbackRecord) {
  return {
    id: uuidv7(),
    source,
    received_time: receivedTime.toISOString(),
    times: 1,
    verified,
    outcome,
    out_trade_no: beginningOf(raw.params.out_trade_no),
    trade_no: beginningOf(raw.params.trade_no),
    params: storableParams(raw.params),
    digest: raw.digest.toString('hex'),
  };
}

/** Numbers have at most 64 characters; what is longer is nobody's. Cut between characters, not inside one. */
function beginningOf(text = ''): string {
  return Array.from(storable(text.slice(0, 128)))
    .slice(0, 64)
    .join('');
}

/** The same object where nothing has to change, as is usual: making another one costs as much as reading the message. */
function storableParams(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(params);
  if (!entries.some(([key, value]) => key.includes('\u0000') || value.includes('\u0000'))) return params;
  return Object.fromEntries(entries.map(([key, value]) => [storable(key), storable(value)]));
}

/** PostgreSQL cannot hold U+0000. */
function storable(text = ''): string {
  return text.replaceAll('\u0000', '\ufffd');
}
