import { fileURLToPath } from 'node:url';
import { openBooks } from '../setup/books.mjs';
import { makeSecrets } from '../setup/secrets.mjs';
import { startServer } from '../setup/server.mjs';
import { startProgram } from '../support/program.mjs';

const proxyProgram = fileURLToPath(new URL('proxy.mjs', import.meta.url));
const generator = fileURLToPath(new URL('../load/generator.mjs', import.meta.url));

/** A laboratory whose server is several instances on one database behind a proxy. */
export async function openFleet({ postgres, databaseUrl, instances, environment }, cleanup) {
  const secrets = await makeSecrets(cleanup);
  const servers = [];
  for (let i = 0; i < instances; i++)
    servers.push(await startServer({ databaseUrl, secrets, environment }, cleanup));
  const proxy = startProgram(proxyProgram, cleanup);
  const { port } = await proxy.call('open', { ports: servers.map((server) => server.port) });
  const server = { port, url: `http://127.0.0.1:${port}`, pids: servers.flatMap(({ pids }) => pids) };
  const load = startProgram(generator, cleanup);
  return { postgres, databaseUrl, secrets, server, load, books: await openBooks(server, secrets) };
}
