import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { both } from './config-error.js';
import { KeyError, parsePrivateKey, parsePublicKey } from './key-parsing.js';

/** The RSA private key in the file. @throws KeyError when it cannot be read or is something else */
export function readPrivateKeyFile(path: string): KeyObject {
  return parsePrivateKey(readKeyFile(path));
}

/** The RSA public key in the file. @throws KeyError when it cannot be read or is something else */
export function readPublicKeyFile(path: string): KeyObject {
  return parsePublicKey(readKeyFile(path));
}

/** The bytes of a key or certificate file. @throws KeyError when it cannot be read */
export function readKeyFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new KeyError(
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? both('文件不存在', 'the file does not exist')
        : both('文件无法读取', 'the file cannot be read'),
    );
  }
}

/** Whether every user of the machine may read the file; always false on Windows, whose rights are not in the mode. */
export function isReadableByOthers(path: string): boolean {
  if (process.platform === 'win32') return false;
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o007) !== 0;
}

/** Whether the file lies below the directory, wherever links lead. */
export function isInside(path: string, directory: string): boolean {
  try {
    const way = relative(realpathSync(directory), realpathSync(path));
    return way !== '' && !way.startsWith('..') && !isAbsolute(way);
  } catch {
    return false;
  }
}

/** Whether `publicKey` is the public half of `privateKey`. */
export function isPairOf(privateKey: KeyObject, publicKey: KeyObject): boolean {
  return createPublicKey(privateKey).equals(publicKey);
}
