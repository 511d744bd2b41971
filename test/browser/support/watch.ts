import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core';
import type { ServerAddress } from './shared-server.js';

/** Chromium says this of every status of 400 and more; those are judged by the response itself. */
const REFUSAL_IN_CONSOLE = 'Failed to load resource';

/** A request that ended because its page did. */
const ENDED_WITH_PAGE = 'net::ERR_ABORTED';

interface Refusal {
  readonly status: number;
  readonly path: RegExp;
}

/** Listens to everything that goes wrong in one browser context, and to whom it talks. */
export class Watch {
  private readonly complaints: string[] = [];
  private readonly expected: Refusal[] = [];
  private readonly expectedTexts: RegExp[] = [];

  constructor(
    context: BrowserContext,
    private readonly server: ServerAddress,
  ) {
    context.on('console', (message) => {
      this.onConsole(message);
    });
    context.on('weberror', (error) => {
      this.complaints.push(`uncaught: ${error.error().message}`);
    });
    context.on('request', (request) => {
      this.onRequest(request);
    });
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      if (reason !== ENDED_WITH_PAGE) this.complaints.push(`${reason ?? 'failed'}: ${request.url()}`);
    });
    context.on('response', (response) => {
      this.onResponse(response);
    });
  }

  /** Declares that the server will refuse some requests, as part of what is tested. */
  expectRefusal(status: number, path: RegExp): void {
    this.expected.push({ status, path });
  }

  /** The same for what the console will say. */
  expectConsole(text: RegExp): void {
    this.expectedTexts.push(text);
  }

  /** @throws Error that lists what went wrong */
  judge(): void {
    if (this.complaints.length > 0) throw new Error(`In the browser:\n  ${this.complaints.join('\n  ')}`);
  }

  private onConsole(message: ConsoleMessage): void {
    const text = message.text();
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (!text.startsWith(REFUSAL_IN_CONSOLE) && !this.expectedTexts.some((expected) => expected.test(text)))
      this.complaints.push(`console ${message.type()}: ${text}`);
  }

  private onRequest(request: Request): void {
    const { origin, protocol } = new URL(request.url());
    const isOurs = origin === this.server.url || origin === this.server.simulatorUrl;
    if (!isOurs && protocol !== 'data:' && protocol !== 'blob:' && protocol !== 'about:')
      this.complaints.push(`to a third party: ${request.url()}`);
  }

  private onResponse(response: Response): void {
    const status = response.status();
    const { pathname } = new URL(response.url());
    if (
      status < 400 ||
      this.expected.some((refusal) => refusal.status === status && refusal.path.test(pathname))
    )
      return;
    this.complaints.push(`${status}: ${response.request().method()} ${pathname}`);
  }
}
