// For the run without a mutant: writes down how often a spec file's tests come by each mutant; 0 is one that is only loaded.
const { writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');

const started = Date.now();
const counts = () => ({ ...globalThis.__stryker__?.mutantCoverage?.static });
let loaded = {};

beforeAll(() => {
  loaded = counts();
});

afterAll(() => {
  const spec = relative(process.cwd(), expect.getState().testPath).replaceAll('\\', '/');
  const times = Object.entries(counts()).map(([id, count]) => [id, count - (loaded[id] ?? 0)]);
  const note = { spec, ms: Date.now() - started, times: Object.fromEntries(times) };
  const name = `${spec.replaceAll('/', '_')}.json`;
  writeFileSync(join(process.env.MUTATION_COVERAGE, name), JSON.stringify(note));
});
