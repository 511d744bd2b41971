import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { commitAnswered } from '../../support/commit-answer.js';
import { FrontendMessages, simpleQuery } from './frontend-messages.js';

/**
 * Where a connection is cut:
 * - `answer`: COMMIT reaches PostgreSQL and is done, and its answer is never delivered;
 * - `at_once`: COMMIT is on its way to PostgreSQL when both sides lose each other: nobody knows;
 * - `before`: COMMIT never arrives; PostgreSQL rolls back.
 */
export type Cut = 'answer' | 'at_once' | 'before';

/** Stands between the servers and PostgreSQL on 127.0.0.1, and cuts connections at COMMIT, where it hurts most. */
export class DatabaseProxy {
  /** How many connections were cut, by where. */
  readonly cuts: Record<Cut, number> = { answer: 0, at_once: 0, before: 0 };
  private planned: Cut[] = [];
  private closedUntilMs = 0;
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => {
      this.serve(client);
    });
  }

  static async listen(target: { host: string; port: number }): Promise<DatabaseProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new DatabaseProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The next COMMITs, one for each, are cut. */
  cutNext(...cuts: Cut[]): void {
    this.planned.push(...cuts);
  }

  /** Cuts every connection, and turns new ones away for so long: the network is gone. */
  disconnect(forMs: number): void {
    this.closedUntilMs = Date.now() + forMs;
    this.cutAll();
  }

  /** Nothing is cut any more. */
  heal(): void {
    this.planned = [];
    this.closedUntilMs = 0;
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private cutAll(): void {
    for (const socket of this.open) socket.destroy();
  }

  private serve(client: Socket): void {
    client.on('error', () => undefined);
    if (Date.now() < this.closedUntilMs) {
      client.destroy();
      return;
    }
    const database = connect(this.target);
    const messages = new FrontendMessages();
    const cut = (): void => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      socket.setNoDelay(true).on('error', cut).on('close', cut);
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    }
    let isDone: ((chunk: Buffer) => boolean) | undefined;
    database.on('data', (chunk: Buffer) => {
      if (!isDone) client.write(chunk);
      else if (isDone(chunk)) cut();
    });
    client.on('data', (chunk: Buffer) => {
      for (const message of messages.push(chunk)) {
        const planned = simpleQuery(message)?.toUpperCase() === 'COMMIT' ? this.planned.shift() : undefined;
        if (planned) this.cuts[planned] += 1;
        if (planned === 'before') cut();
        else if (planned === 'at_once') database.end(message.bytes, () => client.destroy());
        else database.write(message.bytes);
        if (planned === 'answer') isDone = commitAnswered();
        if (planned) return;
      }
    });
  }
}
