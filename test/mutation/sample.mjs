import { readFile } from 'node:fs/promises';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import fc from 'fast-check';
import { strykerPlugins } from './documentation.mjs';

const silent = { debug() {}, info() {}, isDebugEnabled: () => false };

/**
 * Draws places of mutants until `count` mutants lie there; one place may hold several.
 * @returns what Stryker's `mutate` takes: `file:line:column-line:column`
 */
export async function samplePlaces(files, { seed, count }) {
  const mutants = await mutantsOf(files);
  const drawn = [];
  const chosen = new Set();
  for (const mutant of shuffled(mutants, seed)) {
    if (chosen.size >= count) break;
    drawn.push(mutant);
    for (const other of mutants) if (liesIn(other, mutant)) chosen.add(other);
  }
  return [...new Set(drawn.map(placeOf))];
}

async function mutantsOf(names) {
  const files = await Promise.all(
    names.map(async (name) => ({ name, mutate: true, content: await readFile(name, 'utf8') })),
  );
  const ignorers = strykerPlugins.map(({ value }) => value);
  const options = { plugins: null, excludedMutations: [], ignorers, noHeader: false };
  const { mutants } = await new Instrumenter(silent).instrument(files, options);
  return mutants.filter(({ status }) => status !== 'Ignored');
}

function shuffled(mutants, seed) {
  const all = fc.shuffledSubarray(mutants, { minLength: mutants.length });
  return fc.sample(all, { seed, numRuns: 1 })[0];
}

const before = (a, b) => a.line < b.line || (a.line === b.line && a.column <= b.column);

function liesIn({ fileName, location: { start, end } }, place) {
  return (
    fileName === place.fileName && before(place.location.start, start) && before(end, place.location.end)
  );
}

/** Lines count from 1 there, from 0 here. */
function placeOf({ fileName, location: { start, end } }) {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}
