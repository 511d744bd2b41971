import type { DestinationStream } from 'pino';

const LEVELS: Readonly<Record<string, string>> = {
  '10': 'trace',
  '20': 'debug',
  '30': 'info',
  '40': 'WARN',
  '50': 'ERROR',
  '60': 'FATAL',
};

/** For eyes at a terminal: each JSON line becomes `08:00:00 info Message key=value`, a stack below it. */
export function readableLines(output: { write(text: string): unknown }): DestinationStream {
  return {
    write(line) {
      output.write(readable(line));
    },
  };
}

function readable(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(time as string).toTimeString().slice(0, 8);
  const name = LEVELS[String(level)] ?? String(level);
  const details = Object.entries(rest).map(([key, value]) => ` ${key}=${plain(value)}`);
  const { stack = '' } = (err ?? {}) as { stack?: string };
  return `${clock} ${name} ${plain(msg ?? '')}${details.join('')}\n${stack === '' ? '' : `${stack}\n`}`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
