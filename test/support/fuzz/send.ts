import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** A request as it goes over the wire, however malformed: `fetch` would mend half of it. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How long anything may take. */
const PATIENCE_MS = 5000;

const STREAM = 'text/event-stream';

/** Asks one server again and again, on connections that are kept. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  /** A stream is left as soon as it begins. Rejects where no answer comes in five seconds. */
  send({ method, path, headers, body }: RawRequest): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const { agent } = this;
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const framed = body ? { ...headers, 'content-length': body.length } : headers;
      const sent = request(this.url, { method, path, headers: framed, agent, signal }, (response) => {
        const answer = { status: response.statusCode ?? 0, headers: response.headers };
        const chunks: Buffer[] = [];
        const end = (): void => {
          resolve({ ...answer, body: Buffer.concat(chunks).toString('utf8') });
        };
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', end);
        response.on('error', reject);
        if (response.headers['content-type']?.startsWith(STREAM)) {
          end();
          response.destroy();
        }
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** What a header can hold: the rest of Unicode and control characters cannot be sent at all. */
export function headerValue(text: string): string {
  return text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '');
}
