import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SpawnedProgram, spawnNode } from '../../support/processes.js';

export interface ProgramPlan {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Answers 2xx once the program is ready. */
  readonly readyUrl: string;
  readonly logFile: string;
}

const RESTART_PAUSE_MS = 100;
const START_LIMIT_MS = 60_000;

/** A program that is started again whenever it has ended, as a service manager would, until it is stopped. */
export class KeptProgram {
  /** Times it was killed, times it became ready, and starts that failed by themselves (no database, say). */
  kills = 0;
  starts = 0;
  failedStarts = 0;
  /** It had been ready, nobody had killed it, and it ended all the same. */
  readonly surprises: string[] = [];
  private program: SpawnedProgram | undefined;
  private ready = false;
  private killed = false;
  private stopped = false;
  private readonly keeping: Promise<void>;

  constructor(private readonly plan: ProgramPlan) {
    this.keeping = this.keep();
  }

  get isReady(): boolean {
    return this.ready;
  }

  /** Kills it (-9) in whatever it does; it is started again. False: it was not there. */
  kill(): boolean {
    if (!this.program || this.killed) return false;
    this.killed = true;
    if (this.ready) this.kills += 1;
    void this.program.kill('SIGKILL');
    return true;
  }

  /** Ends it for good, cleanly where it can. */
  async stop(): Promise<void> {
    this.stopped = true;
    const timer = setTimeout(() => void this.program?.kill('SIGKILL'), 15_000);
    await this.program?.kill('SIGTERM');
    await this.keeping;
    clearTimeout(timer);
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      const program = spawnNode([...this.plan.args], { env: this.plan.env, cwd: this.plan.cwd });
      this.program = program;
      this.killed = false;
      this.ready = await program.waitForHttp(this.plan.readyUrl, { timeoutMs: START_LIMIT_MS }).then(
        () => true,
        () => false,
      );
      if (this.ready) this.starts += 1;
      else await program.kill('SIGKILL');
      appendFileSync(
        this.plan.logFile,
        `--- ${new Date().toISOString()} ${this.ready ? '' : 'not '}ready ---\n`,
      );
      await program.ended;
      this.note(program);
      await sleep(RESTART_PAUSE_MS);
    }
  }

  private note({ output }: SpawnedProgram): void {
    const wanted = this.killed || this.stopped;
    if (!wanted && this.ready) {
      this.surprises.push(
        `${this.plan.name} ended by itself: ${output.trim().split('\n').slice(-3).join(' | ')}`,
      );
    }
    if (!wanted && !this.ready) this.failedStarts += 1;
    this.ready = false;
    appendFileSync(this.plan.logFile, `${output}\n--- ended ---\n`);
  }
}
