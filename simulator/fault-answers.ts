import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { GatewayFault } from './faults.js';
import { destroyConnection } from './http.js';

const NONSENSE = '<html><body>502 Bad Gateway</body></html>';

/** An HTML page where something else was due. */
export function answerNonsense(reply: FastifyReply): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(NONSENSE);
}

/** Waits where the fault says so. True: the fault was the answer, and no work is to be done. */
export async function answerFault(fault: GatewayFault, reply: FastifyReply): Promise<boolean> {
  if (fault.slow_ms) await sleep(fault.slow_ms);
  if (fault.down) destroyConnection(reply);
  else if (fault.status !== undefined) await answerNonsense(reply.code(fault.status));
  return fault.down === true || fault.status !== undefined;
}
