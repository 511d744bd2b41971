import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { both } from '../config/config-error.js';
import { StartError } from './start-error.js';

export interface SimulatorProcess {
  /** Its own pages. */
  readonly url: string;
  /** For ALIPAY_GATEWAY. */
  readonly gatewayUrl: string;
  stop(): Promise<void>;
}

type Message = { type: 'ready'; url: string; gatewayUrl: string } | { type: 'error'; message: string };

/** What a Node program needs of our environment; none of our secrets. */
const PASSED = ['PATH', 'HOME', 'LANG', 'TZ', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/**
 * Starts the Alipay simulator as a process of its own. It is not in our process group, so that Ctrl-C reaches it
 * through us, after our last request; it stops by itself when we die.
 *
 * @param program the compiled simulator/main.js
 * @throws StartError with the simulator's own words when it cannot start
 */
export async function startSimulatorProcess(
  program: string,
  settings: Record<string, string | undefined>,
  log: (line: string) => void,
): Promise<SimulatorProcess> {
  const passed = Object.fromEntries(PASSED.map((name) => [name, process.env[name]]));
  const child = fork(program, [], { env: { ...passed, ...settings }, detached: true, execArgv: [] });
  const { url, gatewayUrl } = await ready(child);
  let stopping = false;
  child.once('exit', () => {
    if (!stopping) log(both('支付模拟器意外退出', 'The Alipay simulator has gone away'));
  });
  return {
    url,
    gatewayUrl,
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function ready(child: ChildProcess): Promise<Extract<Message, { type: 'ready' }>> {
  const message = await new Promise<Message>((resolve) => {
    child.once('message', (received) => {
      resolve(received as Message);
    });
    child.once('error', ({ message: text }) => {
      resolve({ type: 'error', message: text });
    });
    child.once('exit', () => {
      resolve({ type: 'error', message: both('支付模拟器没有启动', 'The Alipay simulator did not start') });
    });
  });
  if (message.type === 'error') throw new StartError(message.message);
  return message;
}
