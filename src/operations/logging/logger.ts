import { type DestinationStream, type Logger, destination, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../../config/config.js';
import { serializeError } from './error-serializer.js';
import { readableLines } from './readable-lines.js';

/** Names of fields that never appear in a line, wherever in the first two levels they are. */
const SECRETS = ['password', 'token', 'authorization', 'sign', 'privateKey', 'jwtSecret'];

/** The server's log: a JSON object a line, plain text at a developer's terminal. */
export function createLogger(
  { mode, log }: Pick<Config, 'mode' | 'log'>,
  stream: DestinationStream = outputFor(mode),
): Logger {
  const options = {
    level: log.level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
    redact: SECRETS.flatMap((name) => [name, `*.${name}`]),
  };
  return pino(options, stream);
}

/** Written in batches while the disk or pipe is busy; what is left is written when the process ends. */
function outputFor(mode: Config['mode']): DestinationStream {
  if (mode === 'development' && process.stdout.isTTY) return readableLines(process.stdout);
  return destination({ dest: 1, sync: false });
}
