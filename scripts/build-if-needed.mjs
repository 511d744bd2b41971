import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is compiled, by what, from what; `result` is written last. */
const SERVER = {
  name: '服务端 / the server',
  program: 'node_modules/@nestjs/cli/bin/nest.js',
  args: ['build'],
  result: 'dist/src/start.js',
  sources: ['src', 'migrations', 'simulator', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'],
};
const PAGES = {
  name: '网页 / the pages',
  program: 'node_modules/vite/bin/vite.js',
  args: ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
  result: 'web/dist/index.html',
  sources: ['web/src', 'web/index.html', 'web/vite.config.ts'],
};

/** Compiles the server where its result is missing or older than a source; ends the process where that fails. */
export function buildIfNeeded() {
  compileIfNeeded(SERVER);
}

/** The same for the web pages. */
export function buildPagesIfNeeded() {
  compileIfNeeded(PAGES);
}

function compileIfNeeded({ name, program, args, result, sources }) {
  const resultFile = join(root, result);
  if (isFresh(resultFile, sources)) return;
  const compiler = join(root, program);
  if (!existsSync(compiler)) {
    if (existsSync(resultFile)) return;
    fail('还没有编译，也没有编译器：请先运行 npm ci / Not built, and no compiler: run npm ci first');
  }
  console.log(`正在编译 / Building: ${name}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0 && existsSync(resultFile)) return;
  // Half a build must not look fresh the next time.
  rmSync(resultFile, { force: true });
  fail(`${stdout}${stderr}\n编译失败 / The build failed`);
}

function isFresh(resultFile, sources) {
  if (!existsSync(resultFile)) return false;
  const builtAtMs = statSync(resultFile).mtimeMs;
  return sources.every((source) => newestMs(join(root, source)) <= builtAtMs);
}

/** A folder's own time tells when a file in it was added or removed. Tests are not compiled. */
function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || path.endsWith('.spec.ts')) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
