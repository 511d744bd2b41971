import { resolve } from 'node:path';
import type { WebServer } from './web-server.js';

/** Where pictures of the pages go; git ignores it. */
export const SCREENSHOTS = resolve(__dirname, '../../screenshots');

export type ServerAddress = Pick<WebServer, 'url' | 'simulatorUrl'>;

/** Hands the run's server from jest's global setup to its workers, through the environment. */
export function publishSharedServer({ url, simulatorUrl }: ServerAddress): void {
  process.env.ZANSHANG_WEB_SERVER = JSON.stringify({ url, simulatorUrl });
}

export function sharedServer(): ServerAddress {
  const published = process.env.ZANSHANG_WEB_SERVER;
  if (!published) throw new Error('There is no server: run this by npm run test:browser');
  return JSON.parse(published) as ServerAddress;
}
