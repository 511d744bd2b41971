import { median } from '../support/statistics.mjs';
import { printTable, short } from '../support/table.mjs';

/** More than a page of twenty should read. */
const MANY_BUFFERS = 60;

/** Every page at every size: what it read, and how long its statements took. */
export function printPages(sizes, results) {
  const shown = results.filter(({ pages }) => pages);
  if (shown.length === 0) return;
  const rows = [...shown[0].pages.keys()].map((name) => {
    const pages = shown.map(({ pages: all }) => all.get(name));
    const figures = pages.flatMap(({ buffers, ms, costliest }) => [
      String(buffers),
      String(costliest?.buffers ?? 0),
      short(ms),
    ]);
    return [name, ...figures];
  });
  const head = sizes.flatMap((size) => [`buffers, ${inMillions(size)}`, 'its costliest statement', 'ms']);
  printTable(['page', ...head], rows);
  console.log(`\nStatements that read more than ${MANY_BUFFERS} buffers at the largest size:`);
  for (const [name, { costliest }] of shown.at(-1).pages) {
    if (costliest?.buffers > MANY_BUFFERS)
      console.log(
        `- ${name}: ${costliest.buffers} buffers\n  ${costliest.text.slice(-250)}\n  ${costliest.nodes}`,
      );
  }
}

export function printCrediting(sizes, results) {
  const measured = results.filter(({ crediting }) => crediting.length > 0);
  const rates = measured.map(({ crediting }) => median(crediting));
  printTable(
    ['rewards', 'credits a second', 'min', 'max', `÷ at ${inMillions(sizes[0])}`],
    sizes
      .slice(0, measured.length)
      .map((size, i) => [
        inMillions(size),
        rates[i].toFixed(0),
        Math.min(...measured[i].crediting).toFixed(0),
        Math.max(...measured[i].crediting).toFixed(0),
        short(rates[i] / rates[0]),
      ]),
  );
}

export function printSizes(rows, tables) {
  const megabytes = (bytes) => short((bytes / 1e6 / rows) * 1e6);
  printTable(
    [`MB per million rewards, at ${inMillions(rows)}`, 'table', 'indexes'],
    tables.map(({ name, table, indexes }) => [name, megabytes(table), megabytes(indexes)]),
  );
}

export function printChurn(count, { rates, before, after }) {
  console.log(
    `${count} credits to one author, credits a second in each tenth: ${rates.map((rate) => rate.toFixed(0)).join(', ')}`,
  );
  printTable(
    ['table', 'updates', 'of them in place (HOT) %', 'dead rows', 'autovacuums', 'MB before', 'MB after'],
    after.map(({ name, updates, hot_updates: hot, dead, autovacuums, bytes }, i) => [
      name,
      String(updates),
      short((100 * hot) / updates),
      String(dead),
      String(autovacuums),
      short(before[i].bytes / 1e6),
      short(bytes / 1e6),
    ]),
  );
}

export function inMillions(rows) {
  return `${rows / 1e6} M`;
}
