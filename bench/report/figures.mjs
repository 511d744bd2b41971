import { median } from '../support/statistics.mjs';
import { printTable, short } from '../support/table.mjs';

const LIMITS = {
  signatures: 'limit of A: RSA-2048 signatures, all cores',
  creditsSpread: 'limit of B: single-statement credits, spread',
  creditsHot: 'limit of B: single-statement credits, one hot author',
};

/** Every measurement: medians over the rounds, the slowest and the quickest. */
export function printFigures(results, names) {
  const rows = [...results].map(([key, rounds]) => {
    const rates = rounds.map(({ perSecond }) => perSecond);
    const middle = (field) => short(median(rounds.map((round) => round[field] ?? NaN)));
    return [
      { ...LIMITS, ...names }[key],
      ...[median(rates), Math.min(...rates), Math.max(...rates)].map((rate) => rate.toFixed(0)),
      ...['p50', 'p99', 'serverCpuMs', 'databaseCpuMs', 'generatorCpuMs', 'peakMegabytes'].map(middle),
    ];
  });
  const head = [
    '',
    'per second',
    'min',
    'max',
    'p50 ms',
    'p99 ms',
    'CPU server ms',
    'CPU database ms',
    'CPU load ms',
    'RSS MB',
  ];
  printTable(head, rows);
}
