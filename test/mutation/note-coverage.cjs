// For the run without a mutant: writes down which mutants a spec file's tests come by, and which are only loaded.
const { writeFileSync } = require('node:fs');
const { basename, join, relative } = require('node:path');

const started = Date.now();
const counts = () => ({ ...globalThis.__stryker__?.mutantCoverage?.static });
let loaded = {};

beforeAll(() => {
  loaded = counts();
});

afterAll(() => {
  const spec = relative(process.cwd(), expect.getState().testPath).replaceAll('\\', '/');
  const met = Object.entries(counts());
  const note = {
    spec,
    ms: Date.now() - started,
    run: met.filter(([id, count]) => count !== loaded[id]).map(([id]) => id),
    loaded: Object.keys(loaded),
  };
  const name = `${spec.replaceAll('/', '_')}.json`;
  writeFileSync(join(process.env.MUTATION_COVERAGE, basename(name)), JSON.stringify(note));
});
