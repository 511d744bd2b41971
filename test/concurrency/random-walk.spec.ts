import { randomInt } from 'node:crypto';
import { take } from '../support/walk/actions.js';
import { differences } from '../support/walk/compare.js';
import { openWorld } from '../support/walk/open.js';
import { comeToRest } from '../support/walk/quiet.js';
import { walkOf } from '../support/walk/steps.js';

/** `WALK_SEED` repeats a walk, `WALK_STEPS` makes it longer. The servers' interleaving is not in the seed. */
const seed = Number(process.env.WALK_SEED ?? randomInt(2 ** 31));
const steps = Number(process.env.WALK_STEPS ?? 400);

describe('a random walk through the life of money', () => {
  it.each([1, 2])(
    'leaves every balance right with %d server process(es) on one database',
    async (instances) => {
      process.stderr.write(
        `random walk: WALK_SEED=${seed.toString()} on ${instances.toString()} process(es)\n`,
      );
      const { world, close } = await openWorld(instances);
      try {
        for (const wave of walkOf(seed + instances, steps)) {
          await Promise.all(wave.map((step) => take(world, step)));
        }
        await comeToRest(world);
        expect(await differences(world)).toEqual([]);
      } finally {
        await close();
      }
    },
    240_000,
  );
});
