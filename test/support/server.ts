import { createPrivateKey, createPublicKey, createSecretKey } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { createApp } from '../../src/app.setup.js';
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
}

/** The environment variable that carries the settings as JSON. */
export const SETTINGS = 'ZANSHANG_SERVER_SETTINGS';

export async function serve(settings: ServerSettings): Promise<void> {
  const url = `http://127.0.0.1:${settings.port}`;
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
      },
    }),
  );
  await app.listen(settings.port, '127.0.0.1');
  console.log('ready');
}
