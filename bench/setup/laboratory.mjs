import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { familyCpuSeconds, sumOf, cpuSeconds, residentMegabytes } from '../support/processes.mjs';
import { startProgram } from '../support/program.mjs';
import { openBooks } from './books.mjs';
import { makeSecrets } from './secrets.mjs';
import { startServer } from './server.mjs';

const SAMPLE_MS = 500;
const generator = fileURLToPath(new URL('../load/generator.mjs', import.meta.url));

/** Everything a measurement needs: PostgreSQL, the server on a database of its own, and the load. */
export async function openLaboratory({ postgres, databaseUrl, ...settings }, cleanup) {
  const secrets = await makeSecrets(cleanup);
  const server = await startServer({ databaseUrl, secrets, ...settings }, cleanup);
  const load = startProgram(generator, cleanup);
  return { postgres, databaseUrl, secrets, server, load, books: await openBooks(server, secrets) };
}

/**
 * Runs one set of requests and measures what it costs server and database. `server` may be several processes: `pids`
 * are all of them, `port` is where they are asked.
 */
export async function measureLoad({ postgres, server, load }, { set, connections, seconds }) {
  // A checkpoint somewhere in a round would hit one round and spare the next.
  await postgres.query('CHECKPOINT');
  const memory = [sumOf(residentMegabytes, server.pids)];
  const timer = setInterval(() => memory.push(sumOf(residentMegabytes, server.pids)), SAMPLE_MS);
  const before = { server: sumOf(cpuSeconds, server.pids), database: familyCpuSeconds(postgres.pid) };
  const result = await load.call('run', { set, port: server.port, connections, seconds });
  clearInterval(timer);
  const each = (used, usedBefore) => (1000 * (used - usedBefore)) / result.accepted;
  return {
    ...result,
    serverCpuMs: each(sumOf(cpuSeconds, server.pids), before.server),
    databaseCpuMs: each(familyCpuSeconds(postgres.pid), before.database),
    generatorCpuMs: (1000 * result.generatorCpuSeconds) / result.accepted,
    peakMegabytes: Math.max(...memory),
  };
}
