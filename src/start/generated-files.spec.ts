import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config/config-error.js';
import { readPrivateKeyFile, readPublicKeyFile } from '../config/key-files.js';
import {
  exportPublicKey,
  generatedPrivateKey,
  generatedSecret,
  makeDataDirectory,
} from './generated-files.js';

describe('what development generates', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'zanshang-generated-'));
    makeDataDirectory(directory);
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is a secret that stays the same from start to start, for its owner alone', () => {
    const secret = generatedSecret(directory);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(generatedSecret(directory)).toBe(secret);
    expect(statSync(join(directory, 'jwt_secret')).mode & 0o777).toBe(0o600);
  });

  it('is a private key that stays the same, for its owner alone, and its public half', () => {
    const path = generatedPrivateKey(directory);
    const text = readFileSync(path, 'utf8');
    expect(readFileSync(generatedPrivateKey(directory), 'utf8')).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const publicPath = join(directory, 'elsewhere', 'app_public_key.pem');
    exportPublicKey(path, publicPath);
    expect(readPublicKeyFile(publicPath).equals(createPublicKey(readPrivateKeyFile(path)))).toBe(true);
  });

  it('is not taken from a damaged file, which is named', () => {
    const path = join(directory, 'damaged.pem');
    writeFileSync(path, 'not a key');
    const action = (): void => {
      exportPublicKey(path, join(directory, 'app_public_key.pem'));
    };
    expect(action).toThrow(ConfigError);
    expect(action).toThrow(/damaged\.pem/);
  });

  it('goes nowhere when DATA_DIR cannot be a directory', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => {
      makeDataDirectory(join(directory, 'file'));
    }).toThrow(/DATA_DIR/);
  });
});
