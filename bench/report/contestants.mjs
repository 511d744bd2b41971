import { RUNS } from '../setup/contestant.mjs';
import { median } from '../support/statistics.mjs';
import { printTable, short } from '../support/table.mjs';

const KINDS = { a: 'A', spread: 'B, spread', hot: 'B, one hot author' };

/** Medians for each path and contestant, and the rate as a ratio to the first one's. */
export function printContestants(results, contestants) {
  const rows = Object.keys(RUNS).flatMap((kind) => {
    const of = ({ name }, field) => median(results.get(`${kind} ${name}`).map((result) => result[field]));
    return contestants.map((contestant) => [
      KINDS[kind],
      contestant.name,
      of(contestant, 'perSecond').toFixed(0),
      short(of(contestant, 'perSecond') / of(contestants[0], 'perSecond')),
      ...['serverCpuMs', 'databaseCpuMs', 'p50', 'p99', 'peakMegabytes'].map((field) =>
        short(of(contestant, field)),
      ),
      short(contestant.idleMegabytes),
    ]);
  });
  printTable(
    [
      'path',
      '',
      'per second',
      `÷ ${contestants[0].name}`,
      'CPU server ms',
      'CPU database ms',
      'p50 ms',
      'p99 ms',
      'RSS MB',
      'idle MB',
    ],
    rows,
  );
}
