import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { dataSourceOptions } from './options.js';

/** The end of PostgreSQL's greeting: ReadyForQuery, idle (PostgreSQL, "Message Formats"). */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');

/** An ErrorResponse, as a server sends it whose postmaster is dead. */
function lastWords(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0', 'latin1');
  const head = Buffer.from('E\0\0\0\0', 'latin1');
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

describe('a connection that dies in the packet that says that it is ready', () => {
  let database: TestDatabase;
  let proxy: Server;
  let dataSource: DataSource;
  let isDying = false;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    database = await createTestDatabase();
    const { hostname, port } = new URL(database.url);
    proxy = createServer((client) => {
      const isDoomed = isDying;
      const server = connect(Number(port), hostname);
      for (const socket of [client, server]) sockets.add(socket.on('error', () => undefined));
      client.pipe(server);
      server.on('data', (data) => {
        if (isDoomed && data.includes(READY)) client.end(Buffer.concat([data, lastWords()]));
        else client.write(data);
      });
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const through = new URL(database.url);
    through.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    dataSource = await new DataSource(dataSourceOptions(through.href, 2)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
    await database.drop();
  });

  it('fails the statement that it was opened for, and nothing else', async () => {
    isDying = true;
    const [busy, doomed] = await Promise.allSettled([
      dataSource.query('SELECT pg_sleep(0.5)'),
      dataSource.query('SELECT 1'),
    ]);
    isDying = false;
    expect([busy.status, doomed.status]).toEqual(['fulfilled', 'rejected']);
    expect(await Promise.all([1, 2, 3].map((n) => dataSource.query(`SELECT ${n} AS n`)))).toEqual([
      [{ n: 1 }],
      [{ n: 2 }],
      [{ n: 3 }],
    ]);
  });
});
