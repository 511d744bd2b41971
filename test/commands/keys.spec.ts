import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const script = resolve(__dirname, '../../scripts/keys.mjs');

describe('npm run keys', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'zanshang-keys-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const run = () => spawnSync(process.execPath, [script], { cwd: directory, encoding: 'utf8' });
  const path = (name: string) => join(directory, 'keys', name);

  it('makes a pair, the private half for its owner alone, and prints the public half on one line', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(statSync(path('app_private_key.pem')).mode & 0o777).toBe(0o600);
    const publicKey = createPublicKey(createPrivateKey(readFileSync(path('app_private_key.pem'))));
    expect(publicKey.equals(createPublicKey(readFileSync(path('app_public_key.pem'))))).toBe(true);
    const oneLine = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    expect(stdout.split('\n')).toContain(oneLine);
  });

  it('never prints the private key', () => {
    const { stdout, stderr } = run();
    const body = readFileSync(path('app_private_key.pem'), 'utf8').split('\n')[1]!;
    expect(stdout + stderr).not.toContain(body);
  });

  it('overwrites nothing, and prints the same again', () => {
    const first = run()
      .stdout.split('\n')
      .find((line) => line.startsWith('MII'));
    const key = readFileSync(path('app_private_key.pem'), 'utf8');
    const { stdout } = run();
    expect(stdout.split('\n')).toContain(first);
    expect(readFileSync(path('app_private_key.pem'), 'utf8')).toBe(key);
  });

  it('refuses to go on from a file that is no private key, and leaves it alone', () => {
    run();
    writeFileSync(path('app_private_key.pem'), 'something else');
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/no private key/);
    expect(readFileSync(path('app_private_key.pem'), 'utf8')).toBe('something else');
  });
});
