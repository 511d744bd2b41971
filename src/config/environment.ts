import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { both, ConfigError } from './config-error.js';
import type { Environment } from './variables.js';

/**
 * The variables in `.env` of the directory, where there is one, under those of the real environment, which win.
 *
 * @throws ConfigError when the file is there and cannot be read
 */
export function readEnvironment(directory: string, real: Environment): Environment {
  return { ...readDotEnv(join(directory, '.env')), ...real };
}

function readDotEnv(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError([
      {
        variable: '.env',
        problem: both('文件无法读取', 'the file cannot be read'),
        remedy: both('检查它的权限，或删去它', 'check its permissions, or remove it'),
      },
    ]);
  }
}
