import type { Config } from '../config/config.js';
import { readEnvironment } from '../config/environment.js';
import { loadConfig } from '../config/load-config.js';

/**
 * The configuration for a command that works beside the server: as in production, since it has nothing embedded.
 *
 * @throws ConfigError naming every wrong variable
 */
export function commandConfig(): Config {
  return loadConfig(readEnvironment(process.cwd(), process.env), { development: false });
}
