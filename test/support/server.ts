import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { createApp } from '../../src/app.setup.js';
import type { Config } from '../../src/config/config.js';
import { testConfig } from './app.js';

/** What a test tells the server that it starts as a process: keys as PEM text, the secret as hex. */
export interface ServerSettings {
  databaseUrl: string;
  port: number;
  gateway: string;
  appId: string;
  sellerId: string;
  appPrivateKey: string;
  alipayPublicKey: string;
  jwtSecret: string;
  /** Where a server is to be like another one (see branch-process.ts); amounts and rates as text. */
  more?: {
    certificates: Config['alipay']['certificates'];
    requestTimeoutMs: number;
    feeRate: string;
    withdrawalMinFen: string;
    withdrawalHoldDays: number;
    orders: Config['orders'];
  };
}

/** The environment variable that carries the settings as JSON. */
export const SETTINGS = 'ZANSHANG_SERVER_SETTINGS';

export async function serve(settings: ServerSettings): Promise<void> {
  const url = `http://127.0.0.1:${settings.port}`;
  const { more } = settings;
  Logger.overrideLogger(false);
  const app = await createApp(
    testConfig(settings.databaseUrl, {
      auth: { jwtSecret: createSecretKey(Buffer.from(settings.jwtSecret, 'hex')) },
      alipay: {
        gateway: settings.gateway,
        appId: settings.appId,
        sellerId: settings.sellerId,
        appPrivateKey: createPrivateKey(settings.appPrivateKey),
        alipayPublicKey: createPublicKey(settings.alipayPublicKey),
        notifyUrl: `${url}/payments/alipay/result`,
        returnUrl: `${url}/usr/wallet`,
        ...(more && { certificates: more.certificates, requestTimeoutMs: more.requestTimeoutMs }),
      },
      ...(more && {
        fees: { rate: BigInt(more.feeRate) },
        withdrawals: { minFen: BigInt(more.withdrawalMinFen), holdDays: more.withdrawalHoldDays },
        orders: more.orders,
      }),
    }),
  );
  await app.listen(settings.port, '127.0.0.1');
  console.log('ready');
}
