import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultSettings } from '../../simulator/faults.js';
import { authorActs } from './actors/author.js';
import { clerkActs } from './actors/clerk.js';
import { forgerActs } from './actors/forger.js';
import { nemesisActs } from './actors/nemesis.js';
import { postmanActs } from './actors/postman.js';
import { readerActs } from './actors/reader.js';
import type { Dice } from './dice.js';
import type { World } from './world/world.js';

const CLERKS = 2;

/** Everybody acts at the same time, again and again, for so long. */
export async function storm(world: World, dice: Dice, seconds: number): Promise<void> {
  world.resting = false;
  const faults: FaultSettings = {};
  const actors: [string, number, (dice: Dice) => Promise<void>][] = [
    ...world.people.map((person): (typeof actors)[number] => [
      person.name,
      40,
      (own) => readerActs(world, person, own),
    ]),
    ...world.authors.map((person): (typeof actors)[number] => [
      `purse of ${person.name}`,
      600,
      (own) => authorActs(world, person, own),
    ]),
    ...Array.from({ length: CLERKS }, (_, i): (typeof actors)[number] => [
      `clerk ${i}`,
      120,
      (own) => clerkActs(world, own),
    ]),
    ['postman', 60, (own) => postmanActs(world, own)],
    ['forger', 100, (own) => forgerActs(world, own)],
    ['nemesis', 0, (own) => nemesisActs(world, own, faults)],
  ];
  const over = Promise.all(
    actors.map(([name, pauseMs, act]) => keepActing(world, dice.for(name), pauseMs, act)),
  );
  try {
    await Promise.race([sleep(seconds * 1000), over]);
  } finally {
    world.resting = true;
  }
  await over;
}

/** @param pauseMs how long one rests between two acts, on average */
async function keepActing(
  world: World,
  dice: Dice,
  pauseMs: number,
  act: (dice: Dice) => Promise<void>,
): Promise<void> {
  while (!world.resting) {
    await act(dice);
    await sleep(2 * pauseMs * dice.fraction());
  }
}
