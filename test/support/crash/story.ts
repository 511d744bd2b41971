import { Maintenance } from '../../../src/operations/maintenance.js';
import { Sweeps } from '../../../src/operations/sweeps.js';
import { type Market, type Person, openBranch } from '../alipay.js';
import type { TestApp } from '../app.js';
import { checkLedger } from '../books.js';
import { Boundaries, type Failure } from './boundaries.js';

/** Something that somebody does and that may fail at every step, and how it comes right all the same. */
export interface Story<Scene> {
  /** What there was before, made anew for each failure by a server that does not fail. */
  prepare(): Promise<Scene>;
  /** What a client or the gateway sends; whatever comes of it. */
  act(server: TestApp, scene: Scene): Promise<unknown>;
  /**
   * What happens afterwards at a server that works: sweeps, and senders who come again since they had no answer. Both
   * orders are possible; `senderFirst` tells which.
   */
  recover(server: TestApp, scene: Scene, senderFirst: boolean): Promise<void>;
  /** Fails unless everything is as if nothing had failed. */
  verify(scene: Scene): Promise<void>;
  /** The first step that fails; every one where absent. What comes before is another story's. */
  readonly from?: string;
}

export interface Told {
  /** The steps of one run in which nothing failed. */
  readonly steps: readonly string[];
  /** What did not come right, with the step at which it failed. */
  readonly wrong: string[];
}

/** Bounds a spec's test on a slow machine, in milliseconds: each is some dozens of failures, most with a new server. */
export const STORY_LIMIT_MS = 300_000;

/** Records the steps of the story once, and then lets it fail at each of them, each time from the beginning. */
export async function failEverywhere<Scene>(
  market: Market,
  admin: Person,
  story: Story<Scene>,
  failure: Failure,
): Promise<Told> {
  await standStill(market);
  let server = await openWatched(market);
  const steps = await record(server, story);
  const wrong: string[] = [];
  for (const at of whereToFail(steps, story.from, failure)) {
    const where = `${failure} at ${at} ${steps[at] ?? 'the answer'}`;
    const scene = await story.prepare();
    server.boundaries.watch(at, failure);
    const acting = story.act(server, scene).catch(() => undefined);
    await Promise.race([acting, server.boundaries.struck]);
    // A server that goes on has its say, and one that dies after its last step has sent everything but the answer.
    if (failure !== 'killed' || at === steps.length) await acting;
    if (server.boundaries.isWaiting && at < steps.length) wrong.push(`${where}: it never came to that`);
    if (failure === 'killed') server = await replace(server, market);
    await story
      .recover(failure === 'killed' ? market : server, scene, at % 2 === 0)
      .then(() => story.verify(scene))
      .catch((error: unknown) => wrong.push(`${where}: ${messageOf(error)}`));
  }
  await server.close();
  const { differences } = await checkLedger(market, admin);
  wrong.push(...differences.map((one) => `${failure}: ${JSON.stringify(one)}`));
  return { steps, wrong };
}

/** The first run is not counted: a person's accounts are opened once. */
async function record<Scene>(server: Watched, story: Story<Scene>): Promise<readonly string[]> {
  let steps: readonly string[] = [];
  for (let run = 0; run < 2; run++) {
    const scene = await story.prepare();
    server.boundaries.watch();
    await story.act(server, scene);
    steps = [...server.boundaries.seen];
    await story.recover(server, scene, true);
    await story.verify(scene);
  }
  return steps;
}

/**
 * Within a transaction it makes no difference to anybody whether a statement was done and its answer lost, or never
 * arrived: it is rolled back. COMMIT is another matter, and so is everything outside. A process may also be killed when
 * its last step is done.
 */
function whereToFail(steps: readonly string[], from: string | undefined, failure: Failure): number[] {
  const first = from === undefined ? 0 : steps.indexOf(from);
  if (first < 0) throw new Error(`there is no step ${from ?? ''} among ${steps.join(', ')}`);
  let isInside = false;
  const chosen = steps.flatMap((step, at) => {
    if (['START TRANSACTION', 'COMMIT'].includes(step)) isInside = step !== 'COMMIT';
    return at < first || (failure === 'answer_lost' && isInside) ? [] : [at];
  });
  return failure === 'killed' ? [...chosen, steps.length] : chosen;
}

type Watched = TestApp & { boundaries: Boundaries };

async function openWatched(market: Market): Promise<Watched> {
  const server = await openBranch(market);
  await standStill(server);
  return { ...server, boundaries: new Boundaries(server) };
}

/** Nothing but the story takes steps: what the clock would do is done when the story says so. */
async function standStill({ app }: Pick<TestApp, 'app'>): Promise<void> {
  for (const clock of [Sweeps, Maintenance]) {
    await app.get(clock, { strict: false }).beforeApplicationShutdown();
  }
}

/** A dead process answers nobody; its place is taken by a new one. */
async function replace(dead: Watched, market: Market): Promise<Watched> {
  dead.boundaries.die();
  const http = dead.app.getHttpServer();
  http.close();
  http.closeAllConnections();
  return openWatched(market);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 600) : String(error);
}
