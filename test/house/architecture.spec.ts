import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Cruise {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** The rules are held by `npm run architecture`, which is one of the checks; what they forbid is tried here, all at once. */
describe('the folders', () => {
  const forbidden = [
    ['src/wallet/post.ts', 'src/payments/settle.ts', 'wallet-imports'],
    ['src/payments/settle.ts', 'src/payments/alipay/signing.ts', 'alipay-behind-the-port'],
    ['src/payments/alipay/signing.ts', 'src/payments/settle.ts', 'payments-alipay-imports'],
    ['src/payments/settle.ts', 'src/admin/admin.module.ts', 'nothing-imports-admin'],
    ['src/users/passwords.ts', 'simulator/money.ts', 'programs-apart'],
    ['migrations/first.ts', 'src/money/fen.ts', 'migrations-stand-alone'],
  ] as const;
  const directory = mkdtempSync(join(tmpdir(), 'zanshang-folders-'));
  let found: string[] = [];
  beforeAll(() => {
    for (const file of forbidden.flatMap(([from, to]) => [from, to])) write(directory, file, 'export {};\n');
    for (const [from, to] of forbidden) {
      const up = '../'.repeat(from.split('/').length - 1);
      appendFileSync(join(directory, from), `import '${up}${to.replace('.ts', '.js')}';\n`);
    }
    const { summary } = cruise(directory, 'src', 'simulator', 'migrations');
    found = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it.each(forbidden)('are watched: %s may not import %s', (from, to, rule) => {
    expect(found).toContain(`${rule}: ${from} → ${to}`);
  });
});

const MAX_LINES = 250;

describe('the files', () => {
  const folders = ['src', 'simulator', 'migrations', 'test', 'scripts', 'bench'].filter(existsSync);
  const files = folders.flatMap(filesIn);
  const program = files.filter((file) => /^(src|simulator)\//.test(file) && !file.endsWith('.spec.ts'));

  it('are found', () => {
    expect(program.length).toBeGreaterThan(150);
  });

  it(`of the program have at most ${MAX_LINES} lines`, () => {
    expect(program.filter((file) => read(file).trimEnd().split('\n').length > MAX_LINES)).toEqual([]);
  });

  it('read the environment at the start only', () => {
    const atStart =
      /^src\/(config\/|start\/|database\/embedded\/|(start|main|migrate|doctor)\.ts)|^simulator\//;
    const reading = program.filter((file) => /\bprocess\.env\b/.test(read(file)));
    expect(reading.filter((file) => !atStart.test(file))).toEqual([]);
  });

  it('leave nothing to be done later', () => {
    expect(files.filter((file) => /\b(TODO|FIXME|XXX)\b/.test(read(file)))).toEqual([]);
  });

  it('silence no check', () => {
    const silencer = /eslint-disable|@ts-(ignore|nocheck|expect-error)|prettier-ignore/;
    expect(files.filter((file) => silencer.test(read(file)))).toEqual([]);
  });

  it('run no test alone', () => {
    const alone = /\b(describe|it|test)\.(only|todo)\b|\b(fit|fdescribe)\(/;
    expect(files.filter((file) => alone.test(read(file)))).toEqual([]);
  });
});

function cruise(directory: string, ...folders: string[]): Cruise {
  const program = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json'];
  try {
    const output = execFileSync(process.execPath, [program, ...options, ...folders], {
      cwd: directory,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(output) as Cruise;
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout) as Cruise;
  }
}

function write(directory: string, file: string, text: string): void {
  const path = join(directory, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** This file has the forbidden words in it. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|cjs)$/.test(name) && name !== 'house/architecture.spec.ts')
    .map((name) => join(directory, name));
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
