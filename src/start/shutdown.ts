import { setTimeout as sleep } from 'node:timers/promises';
import { both } from '../config/config-error.js';

type Log = (line: string) => void;

/** How long one part may take to finish what it has begun, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Signals this soon after the first are the same Ctrl-C: the terminal sends one and npm forwards another. */
const SAME_SIGNAL_MS = 1_000;

/** Parts in the order they were started, to be stopped in the opposite one: what is used outlives what uses it. */
export class Shutdown {
  private readonly parts: { name: string; stop: () => Promise<void> }[] = [];
  private starting: Promise<unknown> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly log: Log,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  get hasBegun(): boolean {
    return this.stopping !== undefined;
  }

  /**
   * Starts a part that is stopped with the others; a stop in between waits until it has started.
   *
   * @throws whatever `start` throws, and an error once stopping has begun
   */
  async start<Part>(
    name: string,
    start: () => Promise<Part>,
    stop: (part: Part) => Promise<void>,
  ): Promise<Part> {
    if (this.stopping) throw new Error(`${name} is not started: everything is being stopped`);
    const starting = start().then((part) => {
      this.parts.push({ name, stop: () => stop(part) });
      return part;
    });
    this.starting = starting;
    return starting;
  }

  /** Stops every part, also when one of them fails or takes too long. Later calls wait for the first. */
  run(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    await this.starting.catch(() => undefined);
    for (const { name, stop } of [...this.parts].reverse()) {
      try {
        await Promise.race([stop(), tooLate(name, this.patienceMs)]);
      } catch (error) {
        this.log(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

async function tooLate(name: string, patienceMs: number): Promise<never> {
  await sleep(patienceMs, undefined, { ref: false });
  throw new Error(both(`${name} 没有及时停止`, `${name} did not stop in time`));
}

/** How often to look whether npm is still there, in milliseconds. */
const PARENT_CHECK_MS = 500;

/**
 * Ctrl-C, SIGTERM or a closed terminal stops cleanly with exit code 0, also during the start; a second signal, later,
 * forces.
 */
export function stopOnSignals(shutdown: Shutdown, log: Log): void {
  let firstAtMs: number | undefined;
  const onSignal = (): void => {
    if (firstAtMs !== undefined) {
      if (Date.now() - firstAtMs > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    firstAtMs = Date.now();
    log(both('正在停止…', 'Stopping…'));
    void shutdown.run().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // Under nohup the output is no terminal, and SIGHUP is to be ignored.
  if (process.stdout.isTTY) process.on('SIGHUP', onSignal);
  // Whoever read our output may be gone before we are.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  whenNpmIsGone(onSignal);
}

/** npm passes SIGTERM to its shell alone, which dies of it and leaves us behind with another parent. */
function whenNpmIsGone(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_CHECK_MS);
  timer.unref();
}
