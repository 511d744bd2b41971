import { PassThrough } from 'node:stream';

/** What a page may be told; each means: ask again. `hello`: ask for everything, something may have been missed. */
export type StreamEvent = 'hello' | 'wallet' | 'reward' | 'supporters';

/** How long an event of one kind waits after the one before, in milliseconds. */
const REST_MS = 500;

/** How soon a browser comes back when a stream has ended, in milliseconds. */
const RETRY_MS = 2000;

/** How much waits for a slow client, in bytes; past that, hints wait as hints. */
const BUFFER_BYTES = 2048;

/** How many heartbeats in a row may find the client not reading. */
const MAX_STALLS = 2;

/**
 * One client's stream of server-sent events (HTML Standard, 9.2). The first event of a kind leaves at once, those within
 * the next half second together as one after it. Nothing piles up for a client that does not read: a hint says nothing
 * that the newest one does not.
 */
export class EventStream {
  /** What the client reads. */
  readonly body = new PassThrough({ highWaterMark: BUFFER_BYTES });

  /** What is still to be said, with its data as JSON. */
  private readonly due = new Map<StreamEvent, string>();
  /** What was said within the last half second. */
  private readonly resting = new Map<StreamEvent, NodeJS.Timeout>();
  private stalls = 0;

  /**
   * @param endsAtMs when the client is sent to ask for another stream, in milliseconds since 1970
   * @param onClosed called once, however the stream came to its end
   */
  constructor(
    private readonly endsAtMs: number,
    onClosed: () => void,
  ) {
    this.body.on('drain', () => {
      this.flush();
    });
    this.body.once('close', () => {
      for (const timer of this.resting.values()) clearTimeout(timer);
      this.due.clear();
      onClosed();
    });
    this.body.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Says it now or soon. Two different things of one kind at once are a `hello`: the page asks for everything. */
  hint(event: StreamEvent, data: Readonly<Record<string, string>> = {}): void {
    const text = JSON.stringify(data);
    const waiting = this.due.get(event);
    if (waiting === undefined || waiting === text) {
      this.due.set(event, text);
    } else {
      this.due.delete(event);
      this.due.set('hello', '{}');
    }
    this.flush();
  }

  /** Keeps proxies from closing a silent connection; ends a stream that is old, or whose client has long not read. */
  beat(nowMs: number): void {
    if (!this.body.writable) {
      // Ended before, and not read to its end since.
      this.body.destroy();
      return;
    }
    this.stalls = this.body.writableNeedDrain ? this.stalls + 1 : 0;
    if (this.stalls > MAX_STALLS || nowMs >= this.endsAtMs) this.end();
    else if (this.stalls === 0) this.body.write(':\n\n');
  }

  /** Ends the stream; a client that does not read is cut off. */
  end(): void {
    if (this.body.writableNeedDrain) this.body.destroy();
    else this.body.end();
  }

  private flush(): void {
    for (const [event, data] of this.due) {
      if (this.body.writableNeedDrain || !this.body.writable) return;
      if (this.resting.has(event)) continue;
      this.due.delete(event);
      this.body.write(`event: ${event}\ndata: ${data}\n\n`);
      this.rest(event);
    }
  }

  private rest(event: StreamEvent): void {
    const timer = setTimeout(() => {
      this.resting.delete(event);
      this.flush();
    }, REST_MS).unref();
    this.resting.set(event, timer);
  }
}
