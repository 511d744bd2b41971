import { once } from 'node:events';
import { createServer } from 'node:net';
import { both } from '../config/config-error.js';
import { StartError } from './start-error.js';

/** What to say when the port that `variable` names is taken. */
function portTaken(variable: string, port: number): StartError {
  return new StartError(
    both(
      `端口 ${port} 已被占用：停掉占用它的程序，或用 ${variable} 换一个端口`,
      `Port ${port} is taken: stop the program that uses it, or choose another one with ${variable}`,
    ),
  );
}

/** Finds out before anything is started. @throws StartError when something listens there already */
export async function checkPortIsFree(variable: string, host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(port, host), 'listening');
  } catch (error) {
    throw listenError(error, variable, host, port);
  }
  probe.close();
  await once(probe, 'close');
}

/** Puts what went wrong while listening into a sentence, where the cause is a known one. */
export function listenError(error: unknown, variable: string, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return portTaken(variable, port);
  if (code === 'EACCES')
    return new StartError(
      both(
        `没有权限监听端口 ${port}，请用 ${variable} 换一个`,
        `No right to listen on port ${port}: choose another ${variable}`,
      ),
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(
      both(`HOST 指定的 ${host} 不是本机地址`, `HOST: ${host} is not an address of this machine`),
    );
  return error;
}
