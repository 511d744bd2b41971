import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface SpawnOptions {
  /** Added to this process' environment; undefined removes a variable. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

const POLL_MS = 25;
const running = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `node` with these arguments: a program under test, which dies with the test at the latest. */
export function spawnNode(args: string[], options: SpawnOptions = {}): SpawnedProgram {
  return new SpawnedProgram(
    spawn(process.execPath, args, {
      cwd: options.cwd ?? process.cwd(),
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

export class SpawnedProgram {
  /** Settles when the program has ended and all its output is here. */
  readonly ended: Promise<ProcessEnd>;
  private text = '';
  private isOver = false;

  constructor(private readonly child: ChildProcess) {
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.text += chunk;
      });
    }
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.isOver = true;
        running.delete(child);
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The program could not be started');
    return this.child.pid;
  }

  /** Standard output and error so far. */
  get output(): string {
    return this.text;
  }

  /**
   * Waits until the output has a line that matches, and returns the match.
   * @throws Error with all output when the program ends or `timeoutMs` pass first
   */
  async waitForLine(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpExecArray> {
    return this.waitUntil(`no line like ${pattern.source}`, timeoutMs, () => {
      for (const line of this.text.split('\n').slice(0, -1)) {
        const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(line);
        if (match) return match;
      }
      return undefined;
    });
  }

  /**
   * Waits until `url` answers, whatever the status where `ok` is not asked for.
   * @throws Error with all output when the program ends or `timeoutMs` pass first
   */
  async waitForHttp(url: string, { ok = true, timeoutMs = 30_000 } = {}): Promise<Response> {
    return this.waitUntil(`no answer from ${url}`, timeoutMs, async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      if (response && (response.ok || !ok)) return response;
      await response?.body?.cancel();
      return undefined;
    });
  }

  /** Sends the signal to this one process and waits for its end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<ProcessEnd> {
    if (!this.isOver) this.child.kill(signal);
    return this.ended;
  }

  private async waitUntil<T>(
    complaint: string,
    timeoutMs: number,
    look: () => T | undefined | Promise<T | undefined>,
  ): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const over = this.isOver;
      const found = await look();
      if (found !== undefined) return found;
      if (over) throw new Error(`The program ended: ${complaint}\n${this.text}`);
      if (Date.now() > deadline) throw new Error(`After ${timeoutMs} ms ${complaint}\n${this.text}`);
      await sleep(POLL_MS);
    }
  }
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
