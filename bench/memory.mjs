// npm run bench:memory: how long the server takes to start on a database that exists, what it holds idle, under load over
// minutes, and while it exports a long list.
import http from 'node:http';
import { once } from 'node:events';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';
import { fillHistory } from './growth/history.mjs';
import { openContestant } from './setup/contestant.mjs';
import { openPostgres, withConnection } from './setup/database.mjs';
import { openLaboratory } from './setup/laboratory.mjs';
import { Cleanup } from './support/cleanup.mjs';
import { readMemoryOptions } from './support/options.mjs';
import { cpuSeconds, residentMegabytes } from './support/processes.mjs';
import { median } from './support/statistics.mjs';
import { printTable, short } from './support/table.mjs';

const STARTS = 5;
const SETTLE_DOWN_MS = 5000;
const RUN_SECONDS = 10;
const RUNS_A_MINUTE = 6;
const SAMPLE_MS = 100;

const options = readMemoryOptions(process.argv.slice(2));
buildIfNeeded();
const cleanup = new Cleanup();
try {
  const postgres = await openPostgres({}, cleanup);
  await underLoad(postgres);
  await exporting(postgres);
} finally {
  await cleanup.run();
}

/** Starts the server several times, then loads both paths in turns for the whole time. */
async function underLoad(postgres) {
  const starts = [];
  const contestant = await openContestant(postgres, 'load', async (databaseUrl) => {
    for (let i = 0; i < STARTS; i++) starts.push(await startOnce(postgres, databaseUrl));
    return openLaboratory({ postgres, databaseUrl }, cleanup);
  });
  const of = (field) => short(median(starts.map((start) => start[field])));
  console.log(
    `start: ${of('ms')} ms (${of('cpuSeconds')} s of processor time), idle at ${of('megabytes')} MB; medians of ${STARTS}\n`,
  );
  const rows = [];
  for (let minute = 1; minute <= options.minutes; minute++) {
    const results = [];
    for (let run = 0; run < RUNS_A_MINUTE; run++)
      results.push(await contestant.run(['a', 'spread', 'hot'][run % 3], RUN_SECONDS));
    const [pid] = contestant.laboratory.server.pids;
    const peak = Math.max(...results.map(({ peakMegabytes }) => peakMegabytes));
    const requests = results.reduce((sum, { accepted }) => sum + accepted, 0);
    rows.push([String(minute), String(requests), short(peak), short(residentMegabytes(pid))]);
  }
  await contestant.check();
  printTable(['minute', 'requests', 'RSS at most, MB', 'RSS at its end, MB'], rows);
}

async function startOnce(postgres, databaseUrl) {
  const own = new Cleanup();
  try {
    const { server } = await openLaboratory({ postgres, databaseUrl }, own);
    await sleep(SETTLE_DOWN_MS);
    const [pid] = server.pids;
    return { ms: server.startMs, cpuSeconds: cpuSeconds(pid), megabytes: residentMegabytes(pid) };
  } finally {
    await own.run();
  }
}

/** Exports every tip of a long history as CSV, and looks at the memory meanwhile. */
async function exporting(postgres) {
  const databaseUrl = await postgres.createDatabase('export');
  await withConnection(databaseUrl, (client) => fillHistory(client, options.rows, () => undefined));
  const { server, books } = await openLaboratory({ postgres, databaseUrl }, cleanup);
  const [pid] = server.pids;
  const samples = [residentMegabytes(pid)];
  const timer = setInterval(() => samples.push(residentMegabytes(pid)), SAMPLE_MS);
  const begun = Date.now();
  const { lines, bytes } = await download(`${server.url}/admin/rewards.csv`, books.token);
  clearInterval(timer);
  if (lines !== options.rows + 1) throw new Error(`${lines} lines for ${options.rows} tips and a heading`);
  const quarter = Math.ceil(samples.length / 4);
  const mostOf = (part) => short(Math.max(...samples.slice(part * quarter, (part + 1) * quarter)));
  console.log(
    `\nexport of ${options.rows} tips: ${short(bytes / 1e6)} MB in ${short((Date.now() - begun) / 1000)} s; RSS ${short(samples[0])} MB before, at most ${[0, 1, 2, 3].map(mostOf).join(', ')} MB in its quarters`,
  );
}

/** Counts the bytes and lines of a long answer without keeping it. */
async function download(url, token) {
  const request = http.get(url, { headers: { authorization: `Bearer ${token}` } });
  const [response] = await once(request, 'response');
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode}`);
  let [lines, bytes] = [0, 0];
  for await (const chunk of response) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return { lines, bytes };
}
