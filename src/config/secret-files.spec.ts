import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigFolder, problemsOf, productionEnvironment, wrong } from '../../test/support/config-folder.js';
import { examineConfig, loadConfig, type LoadOptions, planStart } from './load-config.js';
import { SECRETS } from './secret-files.js';
import type { Environment } from './variables.js';

const DATABASE = 'postgresql://zanshang:from-a-file@db:5432/zanshang';
const SECRET = 'from a file with thirty-two bytes.';

let folder: ConfigFolder;
let directory: string;

beforeEach(() => {
  folder = new ConfigFolder();
  directory = folder.path;
});

afterEach(() => {
  folder.remove();
});

function load(changes: Environment = {}, options: Partial<LoadOptions> = {}) {
  return loadConfig(productionEnvironment(changes), { development: false, directory, ...options });
}

/** A file in the working directory; its name. */
function file(text: string | Buffer, mode = 0o600): string {
  writeFileSync(join(directory, 'secret'), text);
  chmodSync(join(directory, 'secret'), mode);
  return 'secret';
}

/** Only the file says what NAME is. */
const inFile = (name: string, path: string): Environment => ({ [name]: undefined, [`${name}_FILE`]: path });

describe('a secret in a file', () => {
  it('counts as if it stood in the variable', () => {
    expect(load(inFile('DATABASE_URL', file(DATABASE))).database).toMatchObject({
      url: DATABASE,
      directUrl: DATABASE,
    });
    expect(load(inFile('DATABASE_DIRECT_URL', file(DATABASE))).database.directUrl).toBe(DATABASE);
    const { auth } = load(inFile('JWT_SECRET', file(SECRET)));
    expect(auth.jwtSecret.export().toString()).toBe(SECRET);
    const keys = load({ LEDGER_SEAL_KEY: `${SECRET},${'y'.repeat(32)}` }).ledger.sealKeys;
    const { ledger } = load(inFile('LEDGER_SEAL_KEY', file(`${SECRET},${'y'.repeat(32)}\n`)));
    expect(ledger.sealKeys.map((key, i) => key.equals(keys[i]!))).toEqual([true, true]);
  });

  it.each([
    ['  spaces matter  ', '  spaces matter  '],
    ['a line end does not\n', 'a line end does not'],
    ['nor does that of Windows\r\n', 'nor does that of Windows'],
    ['but a second one does\n\n', 'but a second one does\n'],
    ['\uFEFF密码之前的标记不算', '密码之前的标记不算'],
  ])('is the text of the file: %j', (text, password) => {
    const changes = { ADMIN_USERNAME: 'root-admin', ...inFile('ADMIN_PASSWORD', file(text)) };
    expect(load(changes).admin).toEqual({ username: 'root-admin', password });
  });

  it('is found by an absolute path, through links, and beside a variable that is set to nothing', () => {
    file(SECRET);
    symlinkSync(join(directory, 'secret'), join(directory, 'link'));
    for (const path of [join(directory, 'secret'), join(directory, 'link'), './link'])
      expect(load({ JWT_SECRET: '', JWT_SECRET_FILE: path }).auth.jwtSecret.export().toString()).toBe(SECRET);
    expect(load({ JWT_SECRET_FILE: ' ' }).auth.jwtSecret.export().toString()).toBe('x'.repeat(32));
  });

  it('is known before anything is started, so that nothing is put in its place', () => {
    const env = { ...inFile('DATABASE_URL', file(DATABASE)) };
    const plan = planStart(env, { development: true, directory });
    expect(plan).toMatchObject({ needsDatabase: false, needsSecret: true });
  });

  it.each(SECRETS)('is refused where %s is set as well, and both are named', (name) => {
    const problems = problemsOf(() => load({ [name]: DATABASE, [`${name}_FILE`]: file(DATABASE) }));
    const [problem] = problems.filter(({ variable }) => variable === name);
    expect(problem!.problem).toContain(`${name}_FILE`);
    expect(JSON.stringify(problems)).not.toContain('from-a-file');
  });

  it.each([
    ['that is not there', () => 'nowhere', /does not exist/],
    ['that is a folder', () => 'keys', /this is not a file/],
    ['that is empty', () => file(''), /is empty/],
    ['that has blanks and line ends alone', () => file(' \n\n'), /is empty/],
    ['that is no text', () => file(Buffer.from('ff'.repeat(32), 'hex')), /not text in UTF-8/],
  ])('is refused where it names one %s, in one sentence', (_, path, sentence) => {
    for (const name of ['JWT_SECRET', 'DATABASE_URL', 'LEDGER_SEAL_KEY']) {
      const problems = problemsOf(() => load(inFile(name, path())));
      expect(problems.map(({ variable }) => variable)).toEqual([`${name}_FILE`]);
      expect(problems[0]!.problem).toMatch(sentence);
      expect(problems[0]!.remedy).toContain(name);
    }
  });

  it('is refused where the server’s user cannot read it', () => {
    if (process.getuid?.() === 0) return;
    expect(wrong(() => load(inFile('JWT_SECRET', file(SECRET, 0o000))))).toEqual(['JWT_SECRET_FILE']);
  });

  it.each([
    ['JWT_SECRET', 'from-a-file'],
    ['DATABASE_URL', 'mysql://from-a-file/zanshang'],
    ['LEDGER_SEAL_KEY', 'from-a-file'],
  ])('is held to the rules of %s, and nothing of it is told', (name, text) => {
    const problems = problemsOf(() => load(inFile(name, file(text))));
    expect(problems.map(({ variable }) => variable)).toEqual([name]);
    expect(JSON.stringify(problems)).not.toContain('from-a-file');
  });

  it('is reported together with all that is wrong besides', () => {
    const changes = { ...inFile('JWT_SECRET', 'nowhere'), ADMIN_PASSWORD_FILE: 'nowhere', PORT: 'x' };
    expect(wrong(() => load(changes)).toSorted()).toEqual([
      'ADMIN_PASSWORD_FILE',
      'ADMIN_USERNAME',
      'JWT_SECRET_FILE',
      'PORT',
    ]);
  });

  it('is taken where others can read it, as Kubernetes hands it out, with a warning', () => {
    const warnings: string[] = [];
    const warn = (warning: string) => warnings.push(warning);
    load(inFile('JWT_SECRET', file(SECRET, 0o640)), { warn });
    expect(warnings).toEqual([]);
    mkdirSync(join(directory, '..data'));
    rmSync(join(directory, 'secret'));
    writeFileSync(join(directory, '..data/secret'), SECRET, { mode: 0o644 });
    symlinkSync(join('..data', 'secret'), join(directory, 'secret'));
    load(inFile('JWT_SECRET', 'secret'), { warn });
    expect(warnings).toEqual([expect.stringMatching(/^JWT_SECRET_FILE: .*other users can read the file$/)]);
    expect(examineConfig(productionEnvironment(inFile('JWT_SECRET', 'secret')), directory).warnings).toEqual(
      warnings,
    );
  });
});
