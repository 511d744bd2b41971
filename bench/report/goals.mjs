import { median } from '../support/statistics.mjs';
import { printTable, short } from '../support/table.mjs';

/** The figures that count: ratios of one run, since machines differ and are shared. */
export function printGoals(results, idleMegabytes) {
  const of = (name, field = 'perSecond') =>
    results.has(name) ? median(results.get(name).map((result) => result[field])) : NaN;
  const ratio = (name, other) => of(name) / of(other);
  const signatureMs = 1000 * of('signatures', 'cpuSecondsEach');
  const peak = Math.max(...[...results.values()].flat().map(({ peakMegabytes = 0 }) => peakMegabytes));
  const goals = [
    ['A ÷ RSA signatures of all cores', ratio('create', 'signatures'), '≥ 0.50', '≥ 0.65'],
    ['B ÷ single-statement credits, spread', ratio('spread', 'creditsSpread'), '≥ 0.85', '≥ 1.2'],
    ['B ÷ single-statement credits, one hot author', ratio('hot', 'creditsHot'), '≥ 1.8', '≥ 3'],
    ['B hot ÷ spread', ratio('hot', 'spread'), '≥ 0.95', '≥ 1.0'],
    ['p99 of A, ms', of('create', 'p99'), '≤ 60', '≤ 40'],
    ['p99 of B at 32 connections, ms', of('few', 'p99'), '≤ 60', '≤ 40'],
    [
      'server CPU a request, A without its signature, ms',
      of('create', 'serverCpuMs') - signatureMs,
      '≤ 1.0',
      '≤ 0.6',
    ],
    ['server CPU a request, B, ms', of('spread', 'serverCpuMs'), '≤ 0.45', '≤ 0.3'],
    ['memory of the idle server, MB', idleMegabytes, '≤ 120', '≤ 90'],
    ['memory under load, MB', peak, '≤ 220', '≤ 160'],
  ].filter(([, value]) => !Number.isNaN(value));
  printTable(
    ['figure', 'measured', 'must', 'aim', ''],
    goals.map(([name, value, must, aim]) => [name, short(value), must, aim, verdict(value, must, aim)]),
  );
}

function verdict(value, must, aim) {
  if (meets(value, aim)) return 'aim reached';
  return meets(value, must) ? 'ok' : 'missed';
}

function meets(value, bound) {
  const [sign, number] = bound.split(' ');
  return sign === '≥' ? value >= Number(number) : value <= Number(number);
}
