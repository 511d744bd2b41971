import { readFileSync } from 'node:fs';
import type fc from 'fast-check';

/** `FUZZ_SEED` repeats a run. Where none is given, global-setup.ts chooses one for all spec files. */
export const seed = Number(process.env.FUZZ_SEED);
process.stderr.write(`fuzz: FUZZ_SEED=${seed.toString()}\n`);

/** The inputs that are tried in each run: those that once were trouble, and those that look like it. */
export function fixtures<Input>(name: string): Input[] {
  return JSON.parse(readFileSync(`test/fuzz/fixtures/${name}.json`, 'utf8')) as Input[];
}

/** Settings of a property: first the given inputs, then so many random ones. */
export function runs<Input>(count: number, first: readonly Input[] = []): fc.Parameters<[Input]> {
  const examples = first.map((input): [Input] => [input]);
  return { seed, numRuns: first.length + count, examples };
}
