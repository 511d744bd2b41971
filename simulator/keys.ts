import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a pair lies and its private half. */
export interface KeyPair {
  privateKey: KeyObject;
  privateKeyPath: string;
  publicKeyPath: string;
}

function isErrno(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

function writeTemporary(path: string, text: string, mode: number): string {
  const temporary = `${path}.${randomUUID()}`;
  writeFileSync(temporary, text, { mode, flag: 'wx' });
  return temporary;
}

function createPrivateKeyFile(path: string): void {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const temporary = writeTemporary(path, pem, 0o600);
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  } finally {
    rmSync(temporary);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The file with this text, replaced whole where it differs. */
export function ensureFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (readIfThere(path) !== text) renameSync(writeTemporary(path, text, 0o644), path);
}

/**
 * The pair in these two files, made where missing (RSA 2048, PKCS#8 with mode 0600, SPKI). Several processes may
 * do this at once: the private file appears whole and only once, and the public file is always derived from it.
 */
export function ensureKeyPair(privateKeyPath: string, publicKeyPath: string): KeyPair {
  mkdirSync(dirname(privateKeyPath), { recursive: true });
  if (readIfThere(privateKeyPath) === undefined) createPrivateKeyFile(privateKeyPath);
  const privateKey = createPrivateKey(readFileSync(privateKeyPath, 'utf8'));
  const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  ensureFile(publicKeyPath, pem);
  return { privateKey, privateKeyPath, publicKeyPath };
}

/** A public key from PEM (SPKI, PKCS#1 or a certificate) or from bare base64, as Alipay's own tool writes it. */
export function parsePublicKey(text: string): KeyObject {
  if (text.includes('-----BEGIN')) return createPublicKey(text);
  const der = Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return createPublicKey({ key: der, format: 'der', type: 'pkcs1' });
  }
}

/** A public key file that may be replaced while the process runs: read again whenever it changed. */
export class PublicKeyFile {
  private stamp = '';
  private key: KeyObject | undefined;

  constructor(readonly path: string) {}

  /** The key as it is on disk now; undefined while the file is missing or holds no key. */
  read(): KeyObject | undefined {
    const stat = statSync(this.path, { throwIfNoEntry: false });
    if (!stat) return undefined;
    const stamp = `${stat.ino}:${stat.mtimeMs}:${stat.size}`;
    if (stamp !== this.stamp) {
      this.key = this.parse();
      this.stamp = stamp;
    }
    return this.key;
  }

  private parse(): KeyObject | undefined {
    try {
      return parsePublicKey(readFileSync(this.path, 'utf8'));
    } catch {
      return undefined;
    }
  }
}
