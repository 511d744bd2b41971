import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { both, ConfigError } from '../config/config-error.js';
import { readPrivateKeyFile } from '../config/key-files.js';
import { KeyError } from '../config/key-parsing.js';

/** Makes the directory for what is generated. @throws ConfigError when that is impossible */
export function makeDataDirectory(dataDir: string): void {
  try {
    mkdirSync(join(dataDir, 'keys'), { recursive: true });
  } catch {
    throw new ConfigError([
      {
        variable: 'DATA_DIR',
        problem: both('无法建立或写入这个目录', 'the directory cannot be made or written to'),
        remedy: both('换一个可以写入的目录', 'choose a directory that can be written to'),
      },
    ]);
  }
}

/** A secret for HS256, made once under the data directory and the same from then on. */
export function generatedSecret(dataDir: string): string {
  return createOnce(join(dataDir, 'jwt_secret'), () => randomBytes(32).toString('hex'));
}

/** The path of a private key for development, made once under the data directory. */
export function generatedPrivateKey(dataDir: string): string {
  const path = join(dataDir, 'keys', 'app_private_key.pem');
  createOnce(path, () =>
    generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  );
  return path;
}

/**
 * Writes the public half of a private key to a file, for the gateway that needs it.
 *
 * @throws ConfigError when the private key file is damaged
 */
export function exportPublicKey(privateKeyPath: string, publicKeyPath: string): void {
  try {
    const publicKey = createPublicKey(readPrivateKeyFile(privateKeyPath));
    mkdirSync(dirname(publicKeyPath), { recursive: true });
    writeFileSync(publicKeyPath, publicKey.export({ type: 'spki', format: 'pem' }));
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    const remedy = both(`删去 ${privateKeyPath}，会重新生成`, `remove ${privateKeyPath}; it is made again`);
    throw new ConfigError([{ variable: 'ALIPAY_APP_PRIVATE_KEY_PATH', problem: error.message, remedy }]);
  }
}

/** What the file holds, after writing it (for its owner alone) where it was missing; nothing is ever overwritten. */
function createOnce(path: string, make: () => string): string {
  try {
    writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8');
}
