import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const builtFile = join(root, 'dist/src/start.js');
const sources = ['src', 'migrations', 'simulator', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** Compiles the server where dist is missing or older than a source; ends the process where that fails. */
export function buildIfNeeded() {
  if (isFresh()) return;
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  if (!existsSync(nest)) {
    if (existsSync(builtFile)) return;
    fail('还没有编译，也没有编译器：请先运行 npm ci / Not built, and no compiler: run npm ci first');
  }
  console.log('正在编译… / Building…');
  const { status, stdout, stderr } = spawnSync(process.execPath, [nest, 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0 && existsSync(builtFile)) return;
  // Half a build must not look fresh the next time.
  rmSync(builtFile, { force: true });
  fail(`${stdout}${stderr}\n编译失败 / The build failed`);
}

function isFresh() {
  if (!existsSync(builtFile)) return false;
  const builtAtMs = statSync(builtFile).mtimeMs;
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
