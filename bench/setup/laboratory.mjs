import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { cpuSeconds, familyCpuSeconds, residentMegabytes } from '../support/processes.mjs';
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

/** Runs one set of requests and measures what it costs server and database. */
export async function measureLoad({ postgres, server, load }, { set, connections, seconds }) {
  // A checkpoint somewhere in a round would hit one round and spare the next.
  await postgres.query('CHECKPOINT');
  const memory = [residentMegabytes(server.pid)];
  const timer = setInterval(() => memory.push(residentMegabytes(server.pid)), SAMPLE_MS);
  const before = { server: cpuSeconds(server.pid), database: familyCpuSeconds(postgres.pid) };
  const result = await load.call('run', { set, port: server.port, connections, seconds });
  clearInterval(timer);
  const each = (used, usedBefore) => (1000 * (used - usedBefore)) / result.accepted;
  return {
    ...result,
    serverCpuMs: each(cpuSeconds(server.pid), before.server),
    databaseCpuMs: each(familyCpuSeconds(postgres.pid), before.database),
    generatorCpuMs: (1000 * result.generatorCpuSeconds) / result.accepted,
    peakMegabytes: Math.max(...memory),
  };
}
