import supertest from 'supertest';
import type { Market } from './alipay.js';
import { type SpawnedProgram, freePort, spawnNode } from './processes.js';
import { type ServerSettings, SETTINGS } from './server.js';

export interface BranchProcess {
  url: string;
  request: ReturnType<typeof supertest>;
  program: SpawnedProgram;
}

/** One more instance of the market's server in a process of its own, whose sweeps run every second. */
export async function openBranchProcess({ config, database }: Market): Promise<BranchProcess> {
  const { alipay, auth, fees, orders, withdrawals } = config;
  const port = await freePort();
  const settings: ServerSettings = {
    databaseUrl: database.url,
    port,
    gateway: alipay.gateway,
    appId: alipay.appId,
    sellerId: alipay.sellerId!,
    appPrivateKey: alipay.appPrivateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    alipayPublicKey: alipay.alipayPublicKey.export({ type: 'spki', format: 'pem' }) as string,
    jwtSecret: auth.jwtSecret.export().toString('hex'),
    more: {
      certificates: alipay.certificates,
      requestTimeoutMs: alipay.requestTimeoutMs,
      feeRate: fees.rate.toString(),
      withdrawalMinFen: withdrawals.minFen.toString(),
      withdrawalHoldDays: withdrawals.holdDays,
      orders: { ...orders, confirmSweepSeconds: 1, expirySweepSeconds: 1 },
    },
  };
  const program = spawnNode(['test/support/server-process.cjs'], {
    env: { [SETTINGS]: JSON.stringify(settings) },
  });
  await program.waitForLine(/^ready$/, 60_000);
  const url = `http://127.0.0.1:${port.toString()}`;
  return { url, request: supertest(url), program };
}
