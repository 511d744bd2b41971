import type { KeyObject } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { type CheckResult, inSnapshot, NAMED_DIFFERENCES, runChecksIn } from '../wallet/ledger-check.js';
import { inspectSeals } from '../wallet/seals/inspect-seals.js';
import type { SealHead } from '../wallet/seals/seal-memory.js';
import { allChecks } from './all-checks.js';

export interface RecountOptions {
  /** The keys of the seals; none: their macs are not verified. */
  readonly sealKeys: readonly KeyObject[];
  /** A seal that was there before and must still be. */
  readonly knownSeal: SealHead | undefined;
}

/** A recount with the seal it ends at. */
export interface Recount extends CheckResult {
  readonly seal: SealHead | undefined;
}

/** Everything that can be recounted, in one snapshot: all checks, and the seals over the transfers. */
export function recount(dataSource: DataSource, { sealKeys, knownSeal }: RecountOptions): Promise<Recount> {
  return inSnapshot(dataSource, async (tx) => {
    const result = await runChecksIn(tx, allChecks);
    const seals = await inspectSeals(tx, sealKeys, knownSeal, NAMED_DIFFERENCES);
    const differences = [...result.differences, ...seals.differences];
    return { ...result, balanced: differences.length === 0, differences, seal: seals.head };
  });
}
