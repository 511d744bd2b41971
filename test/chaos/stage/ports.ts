import { freePort } from '../../../src/database/embedded/ports.js';

/** Below the ports that systems give to connections by themselves: whoever is restarted must find its own again. */
const FIRST = 20_000;
const LAST = 30_000;

/** So many ports that nobody listens on now. */
export async function steadyPorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const wanted = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if ((await freePort(wanted)) === wanted && !ports.includes(wanted)) ports.push(wanted);
  }
  return ports;
}
