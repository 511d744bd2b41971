import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** An event as a browser would dispatch it. */
interface HeardEvent {
  event: string;
  data: string;
}

export type Stream = Awaited<ReturnType<typeof openStream>>;

/**
 * Opens a stream of server-sent events and gathers what comes. On a connection of its own: `fetch` opens another one
 * when a stream is given up, which then waits for a request.
 */
export async function openStream(url: string, headers: Record<string, string> = {}) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on('error', reject);
  });
  const heard: HeardEvent[] = [];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parse(text.slice(0, end));
      if (event) heard.push(event);
      text = text.slice(end + 2);
    }
  });
  response.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => response.on('end', resolve));
  const count = (name: string): number => heard.filter(({ event }) => event === name).length;
  return {
    status: response.statusCode,
    headers: response.headers,
    heard,
    count,
    /** Resolves when the server has ended the stream. */
    ended,
    /** Waits until so many events of that name have come. */
    async hears(name: string, times = 1, withinMs = 10_000): Promise<void> {
      const end = Date.now() + withinMs;
      while (count(name) < times) {
        await sleep(20);
        if (Date.now() > end) throw new Error(`${name} did not come in time, only ${JSON.stringify(heard)}`);
      }
    },
    close(): void {
      response.destroy();
    },
  };
}

function parse(block: string): HeardEvent | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const event = field('event');
  return event === undefined ? undefined : { event, data: field('data') ?? '' };
}
