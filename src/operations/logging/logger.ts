import { type DestinationStream, type Logger, destination, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../../config/config.js';
import { serializeError } from './error-serializer.js';
import { readableLines } from './readable-lines.js';

/**
 * Fields that never appear in a line, should anybody log them. Nobody does: every line names what it writes. (To look
 * for them inside of objects as well would quadruple the cost of every line.)
 */
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
    redact: SECRETS,
  };
  return pino(options, stream);
}

/** Written in batches while the disk or pipe is busy; what is left is written when the process ends. */
function outputFor(mode: Config['mode']): DestinationStream {
  if (mode === 'development' && process.stdout.isTTY) return readableLines(process.stdout);
  return destination({ dest: 1, sync: false });
}
