import { fileURLToPath } from 'node:url';
import { requireOrders } from '../setup/books.mjs';
import { measureLoad } from '../setup/laboratory.mjs';
import { MARKET } from '../setup/market.mjs';
import { startProgram } from '../support/program.mjs';

const CONNECTIONS = 32;
const signer = fileURLToPath(new URL('../limits/signing.mjs', import.meta.url));

/** Path A, POST /payments/alipay, against as many RSA signatures as the machine makes. */
export async function openCreatePath(laboratory, client, options, cleanup) {
  const { load, server, secrets } = laboratory;
  const limit = startProgram(signer, cleanup);
  await load.call('prepareTips', { port: server.port, ...MARKET, jwtSecret: secrets.jwtSecret });
  const connections = options.connections ?? CONNECTIONS;
  let created = 0;
  const run = async (seconds) => {
    const result = await measureLoad(laboratory, { set: 'tips', connections, seconds });
    created += result.accepted;
    return result;
  };
  return {
    names: { create: `A: create and sign, ${connections} connections` },
    warmUp: () => run(options.warmUpSeconds),
    async *round({ beforeLoad } = {}) {
      beforeLoad?.();
      yield ['create', await run(options.seconds)];
      yield [
        'signatures',
        await limit.call('measure', { privatePem: secrets.appPrivatePem, seconds: options.seconds }),
      ];
    },
    /** @param seeded how many orders others made */
    check: (seeded) => requireOrders(client, created, seeded),
  };
}
