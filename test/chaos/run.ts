import { join } from 'node:path';
import { audit } from './audit/audit.js';
import type { Finding } from './audit/findings.js';
import { Dice } from './dice.js';
import { readChaosOptions } from './options.js';
import { comeToRest } from './quiet/rest.js';
import { type Stage, openStage } from './stage/stage.js';
import { storm } from './storm.js';
import { printSummary } from './summary.js';
import { type World, populate } from './world/world.js';

const DIST = join(__dirname, '..', '..', 'dist');

/** @returns whether nothing was lost, nothing doubled, and nothing refused was credited */
export async function runChaos(args: string[]): Promise<boolean> {
  const { seed, seconds, rounds, keep } = readChaosOptions(args);
  console.log(`chaos: --seed ${seed}, ${rounds} rounds of ${(seconds / rounds).toFixed(0)} s`);
  const stage = await openStage(DIST);
  const stop = (): void => void stage.close(false).then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  let sound = false;
  try {
    sound = await play(stage, { seed, seconds, rounds });
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await stage.close(keep || !sound);
  }
  if (keep || !sound) console.log(`logs, database and journal: ${stage.folder}`);
  return sound;
}

async function play(
  stage: Stage,
  { seed, seconds, rounds }: { seed: number; seconds: number; rounds: number },
): Promise<boolean> {
  const world = await populate(stage);
  for (let round = 1; round <= rounds; round++) {
    await storm(world, new Dice(seed).for(`round ${round}`), seconds / rounds);
    const restedMs = Date.now();
    await comeToRest(world, round === rounds);
    const findings = await audit(world);
    const rest = ((Date.now() - restedMs) / 1000).toFixed(0);
    console.log(
      `round ${round}: ${describe(world)}, at rest after ${rest} s, ${findings.length} differences`,
    );
    if (findings.length > 0 || round === rounds) return conclude(world, findings);
  }
  return false;
}

function conclude(world: World, findings: readonly Finding[]): boolean {
  printSummary(world, findings);
  return findings.length === 0;
}

function describe({ tips, stage }: World): string {
  const kills = stage.servers.reduce((sum, { program }) => sum + program.kills, 0);
  return `${tips.length} tips so far, ${kills} servers killed`;
}
