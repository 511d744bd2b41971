import type { DataSource } from 'typeorm';
import { Lane } from './lane.js';
import { execute, type Statement } from './statement.js';

/** How many ids one statement looks up, and how many may wait for their turn. */
const LANE = { maxBatch: 100, maxWaiting: 4000 };

/**
 * Finds rows by id for many requests at once: those that ask while a statement is under way share the next one. Every
 * answer was read after it was asked for, so nothing is older than a look-up of its own would be.
 */
export class GatheredLookup<Row extends { id: string }> {
  private readonly lane: Lane<string, Row | undefined>;

  /** @param byIds takes one parameter, a uuid[] */
  constructor(dataSource: DataSource, byIds: Statement<Row>) {
    this.lane = new Lane(async (ids) => {
      const rows = await execute(dataSource, byIds, [[...new Set(ids)]]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id));
    }, LANE);
  }

  /** The row with this id, which must be a well-formed one. */
  find(id: string): Promise<Row | undefined> {
    return this.lane.run(id);
  }
}
