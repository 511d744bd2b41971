import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * Runs a module as a process of its own, so that its processor time is not the measured one's. It answers calls made
 * with `call(name, argument)`; the module serves them with `serve`.
 */
export function startProgram(url, cleanup) {
  const child = fork(url, { env: { ...process.env, UV_THREADPOOL_SIZE: String(availableParallelism()) } });
  const waiting = new Map();
  let lastId = 0;
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  void ended.then(() => waiting.forEach(({ reject }) => reject(new Error(`${url} ended`))));
  cleanup.add(async () => {
    if (child.connected) child.disconnect();
    await ended;
  });
  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        child.send({ id: lastId, name, argument });
      }),
  };
}

/** The other side of startProgram. The process ends when nobody calls any more. */
export function serve(functions) {
  process.on('SIGINT', () => undefined);
  process.on('message', async ({ id, name, argument }) => {
    try {
      process.send({ id, result: await functions[name](argument) });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.on('disconnect', () => process.exit(0));
}
