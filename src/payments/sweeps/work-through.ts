/** How many are claimed at once, and how many of them are worked on at the same time. */
const BATCH = 20;
const CONCURRENCY = 4;

/**
 * Claims due rows, works on them a few at a time, and goes on until none is due. A row that was claimed by another
 * instance is not claimed here. One row's failure does not stop the others; the first failure is thrown at the end.
 * @returns how many rows were worked on.
 */
export async function workThrough<Row>(
  claim: (limit: number) => Promise<readonly Row[]>,
  work: (row: Row) => Promise<unknown>,
): Promise<number> {
  const failures: unknown[] = [];
  let done = 0;
  for (;;) {
    const rows = [...(await claim(BATCH))];
    if (rows.length === 0) break;
    done += rows.length;
    const worker = async () => {
      for (let row = rows.shift(); row !== undefined; row = rows.shift()) {
        await work(row).catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  }
  if (failures.length > 0) throw failures[0];
  return done;
}
