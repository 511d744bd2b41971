import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import { readEnvironment } from './environment.js';
import { variables } from './variables.js';

describe('the environment', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'zanshang-env-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is the real one where there is no .env', () => {
    expect(readEnvironment(directory, { PORT: '1' })).toEqual({ PORT: '1' });
  });

  it('takes what is missing from .env, whatever editor wrote it', () => {
    writeFileSync(join(directory, '.env'), '\uFEFFPORT=4000\r\n# a comment\r\nHOST="127.0.0.1"\r\n');
    expect(readEnvironment(directory, {})).toEqual({ PORT: '4000', HOST: '127.0.0.1' });
  });

  it('lets the real one win over .env', () => {
    writeFileSync(join(directory, '.env'), 'PORT=4000');
    expect(readEnvironment(directory, { PORT: '5000' })).toEqual({ PORT: '5000' });
  });

  it('refuses a .env that cannot be read', () => {
    mkdirSync(join(directory, '.env'));
    chmodSync(join(directory, '.env'), 0o700);
    expect(() => readEnvironment(directory, {})).toThrow(ConfigError);
  });
});

describe('.env.example', () => {
  it('lists exactly the variables that the server reads', () => {
    const text = readFileSync(resolve(__dirname, '../../.env.example'), 'utf8');
    const listed = [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(Object.keys(variables.entries).toSorted());
  });
});
