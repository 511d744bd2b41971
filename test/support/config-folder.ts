import type { KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, type ConfigProblem } from '../../src/config/config-error.js';
import type { Environment } from '../../src/config/variables.js';
import { keyPair } from './key-pairs.js';

const keys = { app: keyPair('app'), alipay: keyPair('alipay') };

/** A working directory with fitting keys where the configuration looks for them by default. */
export class ConfigFolder {
  readonly keys = keys;
  readonly path = mkdtempSync(join(tmpdir(), 'zanshang-config-'));

  constructor() {
    mkdirSync(join(this.path, 'keys'));
    this.write('app_private_key.pem', keys.app.privateKey);
    this.write('app_public_key.pem', keys.app.publicKey);
    this.write('alipay_public_key.pem', keys.alipay.publicKey);
  }

  write(name: string, key: KeyObject): void {
    const pem = key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' });
    writeFileSync(join(this.path, 'keys', name), pem, { mode: 0o600 });
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** An environment fit for production, with changes. */
export function productionEnvironment(changes: Environment = {}): Environment {
  return {
    PUBLIC_URL: 'https://tips.example.com',
    DATABASE_URL: 'postgresql://zanshang:secret@db:5432/zanshang',
    JWT_SECRET: 'x'.repeat(32),
    ALIPAY_GATEWAY: 'https://openapi.alipay.com/gateway.do',
    ALIPAY_APP_ID: '2021000000000000',
    ALIPAY_SELLER_ID: '2088000000000000',
    ...changes,
  };
}

/** What the ConfigError lists that `action` throws; nothing where it throws none. */
export function problemsOf(action: () => unknown): readonly ConfigProblem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

/** The names of the variables that are wrong. */
export function wrong(action: () => unknown): string[] {
  return problemsOf(action).map(({ variable }) => variable);
}
