import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { CHANNEL } from './announce.js';
import { type Announcement, unpack } from './announcement.js';

/** Whoever wants to hear what every instance announces. */
export interface Hearer {
  heard(announcement: Announcement): void;
  /** From now on everything is heard; what was announced before, perhaps not. Again after each lost connection. */
  listening(): void;
}

/** A silent connection may be a dead one: how often it is asked, and how long it may take to answer, in milliseconds. */
const PROBE_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 10_000;

/** The pause before the next attempt doubles from the one to the other, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** How long a connection may take to say goodbye, in milliseconds. */
const GOODBYE_MS = 1000;

/**
 * Listens to the announcements of all instances, on one connection of its own: a pool's connections are lent and
 * taken back. It begins when somebody wants to hear and goes on until the server stops.
 */
@Injectable()
export class LiveListener implements OnModuleDestroy {
  private readonly logger = new Logger('Live');
  private readonly stop = new AbortController();
  private readonly stopped = once(this.stop.signal, 'abort');
  private running: Promise<void> | undefined;
  private connected = false;
  /** How many attempts in a row have failed. */
  private failures = 0;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Whether everything that is announced now is heard. */
  get isListening(): boolean {
    return this.connected;
  }

  /** Begins to listen; later calls change nothing. */
  start(hearer: Hearer): void {
    if (!this.stop.signal.aborted) this.running ??= this.run(hearer);
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async run(hearer: Hearer): Promise<void> {
    for (;;) {
      const error: unknown = await this.listen(hearer).catch((reason: unknown) => reason);
      if (error === undefined) return;
      if (this.failures === 0) this.logger.warn({ err: error }, 'announcements are not heard for the moment');
      await this.pause(Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS));
      this.failures++;
    }
  }

  /** Listens until the server stops. @throws when the connection is lost before that */
  private async listen(hearer: Hearer): Promise<void> {
    const client = new Client({
      connectionString: this.config.database.directUrl,
      application_name: 'zanshang live',
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
    });
    client.on('notification', ({ payload = '' }) => {
      for (const announcement of unpack(payload)) hearer.heard(announcement);
    });
    try {
      await Promise.race([lossOf(client), this.stopped, this.work(client, hearer)]);
    } finally {
      this.connected = false;
      await Promise.race([client.end().catch(() => undefined), sleep(GOODBYE_MS, undefined, { ref: false })]);
    }
  }

  private async work(client: Client, hearer: Hearer): Promise<never> {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.connected = true;
    this.failures = 0;
    hearer.listening();
    for (;;) {
      await sleep(PROBE_EVERY_MS, undefined, { ref: false, signal: this.stop.signal });
      await client.query('SELECT 1');
    }
  }

  /** About that long, so that the instances do not all come back at once; not at all where the server stops. */
  private async pause(ms: number): Promise<void> {
    const { signal } = this.stop;
    await sleep(ms * (0.5 + Math.random() / 2), undefined, { ref: false, signal }).catch(() => undefined);
  }
}

function lossOf(client: Client): Promise<never> {
  return new Promise((_, reject) => {
    client.on('error', reject);
    client.on('end', () => {
      reject(new Error('the connection was closed'));
    });
  });
}
