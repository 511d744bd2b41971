import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { both, type ProblemList } from './config-error.js';
import { readKeyFile } from './key-files.js';
import { KeyError } from './key-parsing.js';
import type { Environment } from './variables.js';

/** The variables that are secrets. `NAME_FILE` names a file that holds the secret instead, as vaults and Docker hand it out. */
export const SECRETS = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'JWT_SECRET',
  'LEDGER_SEAL_KEY',
  'ADMIN_PASSWORD',
] as const;

type Secret = (typeof SECRETS)[number];

/**
 * The environment, with the secrets in it that are in files. What is wrong with a file is added to `problems`, and its
 * secret is missing.
 *
 * @param directory what relative paths start from
 */
export function withSecretFiles(env: Environment, directory: string, problems: ProblemList): Environment {
  const found: Environment = {};
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (!isGiven(path)) continue;
    if (isGiven(env[name])) refuseBoth(name, problems);
    found[name] = secretIn(resolve(directory, path), name, problems);
  }
  return { ...env, ...found };
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}

function refuseBoth(name: Secret, problems: ProblemList): void {
  problems.add(
    name,
    both(`与 ${name}_FILE 同时设置了`, `is set, and so is ${name}_FILE`),
    both('两项只留一项', 'leave one of the two out'),
  );
}

function secretIn(path: string, name: Secret, problems: ProblemList): string | undefined {
  try {
    return textOf(path);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    const remedy = both(
      `指向一个本服务能读取的文本文件，内容就是 ${name} 的值`,
      `point it to a text file that this server can read and that holds the value of ${name}`,
    );
    problems.add(`${name}_FILE`, error.message, remedy);
    return undefined;
  }
}

/** Without the one end of line that `echo` and editors put after it. @throws KeyError, whose message has nothing of the file */
function textOf(path: string): string {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind && !kind.isFile()) throw new KeyError(both('这不是文件', 'this is not a file'));
  const bytes = readKeyFile(path);
  const text = decoded(bytes).replace(/\r?\n$/, '');
  if (text.trim() === '') throw new KeyError(both('文件是空的', 'the file is empty'));
  return text;
}

/** Bytes that are no text would be replaced, and a secret of such bytes be weaker than it seems. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new KeyError(both('文件的内容不是 UTF-8 文本', 'the file is not text in UTF-8'));
  }
}
