import { fileURLToPath } from 'node:url';
import { readEnvironment } from './config/environment.js';
import { Shutdown, stopOnSignals } from './start/shutdown.js';
import { explain } from './start/start-error.js';
import { startServer } from './start/start-server.js';

/**
 * Starts the server for the command line: `npm start` says `development`, everything else is production. A start that
 * fails stops what it has started and ends the process with exit code 1; a signal stops all of it with exit code 0.
 */
export async function start(development: boolean): Promise<void> {
  const log = (line: string): void => {
    console.log(line);
  };
  const shutdown = new Shutdown(log);
  stopOnSignals(shutdown, log);
  try {
    const env = readEnvironment(process.cwd(), process.env);
    const simulatorProgram = fileURLToPath(new URL('../simulator/main.js', import.meta.url));
    await startServer({ development, env, shutdown, log, simulatorProgram });
  } catch (error) {
    // A signal came during the start; whoever stops everything also ends the process.
    if (shutdown.hasBegun) return;
    console.error(explain(error));
    await shutdown.run();
    process.exit(1);
  }
}
