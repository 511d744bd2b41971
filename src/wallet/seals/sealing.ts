import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../../config/config.js';
import { execute, statement } from '../../database/statement.js';
import { inTransaction } from '../../database/transaction.js';
import { ENTRIES_SQL, countEntries } from './entries.js';
import { NO_ID, NO_MAC, keyIdOf, macOf } from './seal.js';
import { type SealHead, SealMemory } from './seal-memory.js';

/** How many transfers a seal covers at most, and how many seals are made in one turn. */
const BATCH = 1000;
const BATCHES = 20;

/** How far, in seconds, an instance's clock may be behind the database's without its transfers coming too late. */
const CLOCKS_APART_SECONDS = 300;

/**
 * Ids are made by the clock, before COMMIT, so transfers appear out of order. A candidate is an id of a moment long
 * past (`now()` is taken before the transaction gets its number). Whoever wrote a smaller id had a transaction number
 * by then, smaller than this one's; so once every transaction before this one has ended, nothing below the candidate
 * can appear any more, and it becomes the settled id. A number that this server has not reached is another server's,
 * from before a restore: the candidate is taken anew.
 */
const CLAIM = statement<{ settled_id: string }>(
  'seals.claim',
  `WITH horizon AS (
     SELECT pg_snapshot_xmin(pg_current_snapshot()) AS ended, pg_snapshot_xmax(pg_current_snapshot()) AS reached,
       rpad(lpad(to_hex((extract(epoch FROM now() - $1 * interval '1 second') * 1000)::bigint), 12, '0'), 32, '0')::uuid
         AS id
   )
   UPDATE ledger_sealing SET claimed_until = now() + interval '15 seconds',
     settled_id = CASE WHEN candidate_xid <= ended THEN greatest(settled_id, candidate_id) ELSE settled_id END,
     candidate_id = CASE WHEN candidate_xid > ended AND candidate_xid < reached THEN candidate_id ELSE horizon.id END,
     candidate_xid = CASE WHEN candidate_xid > ended AND candidate_xid < reached THEN candidate_xid
       ELSE pg_current_xact_id() END
   FROM horizon WHERE claimed_until <= now() RETURNING settled_id`,
);

/** A lease may run out under somebody slow: sealing is also one at a time. */
const LOCK = statement('seals.lock', 'SELECT id FROM ledger_sealing FOR UPDATE');

const NEWEST = statement<{ number: string; upto_id: string; mac: Buffer }>(
  'seals.newest',
  'SELECT number, upto_id, mac FROM ledger_seal ORDER BY number DESC LIMIT 1',
);

const IS_THERE = statement('seals.is_there', 'SELECT number FROM ledger_seal WHERE number = $1 AND mac = $2');

const ENTRIES = statement<{ entries: Buffer | null; upto_id: string | null }>(
  'seals.entries',
  `SELECT ${ENTRIES_SQL} AS entries, (array_agg(t.id ORDER BY t.id DESC))[1] AS upto_id
   FROM (SELECT * FROM transfer WHERE id > $1 AND id < $2 ORDER BY id LIMIT ${BATCH}) AS t`,
);

const ADD = statement(
  'seals.add',
  `INSERT INTO ledger_seal (number, after_id, upto_id, entries, sealed_time, key_id, mac)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);

/** Seals settled transfers, in the background and by any one instance; a tip never waits for it. */
@Injectable()
export class Sealing {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly memory: SealMemory,
  ) {}

  /**
   * One turn, of a bounded number of transfers.
   * @param clocksApartSeconds how far the instances' clocks may be behind
   * @returns how many transfers were sealed; undefined where another instance has the turn.
   */
  async run(clocksApartSeconds = CLOCKS_APART_SECONDS): Promise<number | undefined> {
    const [claimed] = await execute(this.dataSource, CLAIM, [clocksApartSeconds]);
    if (!claimed) return undefined;
    let sealed = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const count = await inTransaction(this.dataSource, (tx) => this.sealBatch(tx, claimed.settled_id));
      sealed += count;
      if (count < BATCH) break;
    }
    return sealed;
  }

  private async sealBatch(tx: EntityManager, settledId: string): Promise<number> {
    await execute(tx, LOCK, []);
    await this.refuseCutChain(tx);
    const [newest] = await execute(tx, NEWEST, []);
    const afterId = newest?.upto_id ?? NO_ID;
    const [next] = await execute(tx, ENTRIES, [afterId, settledId]);
    if (!next?.entries || next.upto_id === null) return 0;
    const content = {
      number: BigInt(newest?.number ?? 0) + 1n,
      previousMac: newest?.mac ?? NO_MAC,
      afterId,
      uptoId: next.upto_id,
      entriesDigest: createHash('sha256').update(next.entries).digest(),
      sealedTime: new Date(),
    };
    const key = this.config.ledger.sealKeys[0];
    if (!key) throw new Error('there is no key to seal the ledger with');
    const mac = macOf(key, content);
    const { number, uptoId, sealedTime } = content;
    await execute(tx, ADD, [number, afterId, uptoId, next.entries, sealedTime, keyIdOf(key), mac]);
    // The seal before it has been committed; this one has not, yet.
    if (newest) this.memory.remember(headOf(newest));
    return countEntries(next.entries);
  }

  /** Sealing anew what somebody has unsealed would hide what they did. @throws Error where the chain has been cut */
  private async refuseCutChain(tx: EntityManager): Promise<void> {
    const { head } = this.memory;
    if (!head) return;
    const found = await execute(tx, IS_THERE, [head.number, head.mac]);
    if (found.length === 0) throw new Error(`seal ${head.number} of the ledger is gone: nothing is sealed`);
  }
}

function headOf({ number, mac }: { number: string; mac: Buffer }): SealHead {
  return { number: BigInt(number), mac };
}
