import { join } from 'node:path';
import { fastify } from 'fastify';
import { registerBillDownload } from './bills/bill-download.js';
import { BillOffice } from './bills/bill-office.js';
import { registerCashier } from './cashier.js';
import { CertificateOffice } from './certificates/certificate-office.js';
import { registerControl } from './control.js';
import type { Desk } from './desk.js';
import { Faults } from './faults.js';
import { registerGateway } from './gateway.js';
import type { Identity } from './identity.js';
import { ensureKeyPair, PublicKeyFile } from './keys.js';
import { parsePercent } from './money.js';
import { Notifier } from './notifier.js';
import { TradeBook } from './trade-book.js';
import { TradeStore } from './trade-store.js';
import { TransferBook } from './transfers/transfer-book.js';

const SWEEP_MS = 1000;

/** The service fee of an ordinary merchant, in percent. */
export const DEFAULT_FEE_PERCENT = '0.60';

export interface SimulatorOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Keys and journal lie under its folder `simulator`. One simulator per folder. */
  dataDir: string;
  appId: string;
  sellerId: string;
  /** The application's public key, read again whenever the file changes. Default `dataDir`/keys/app_public_key.pem. */
  appPublicKeyPath?: string;
  /** Resends come so many times sooner; expiry of trades does not. Default 1. */
  speed?: number;
  /** Also notify when a trade is closed unpaid. Default false, as Alipay. */
  notifyOnClose?: boolean;
  /** The service fee that bills show, in percent. Default `0.60`. */
  feePercent?: string;
  /** Bills of today can be had, too. Default false: from 09:00 of the next day in Beijing, as Alipay. */
  billsAtOnce?: boolean;
  /** The clock, in milliseconds since 1970 UTC. */
  now?: () => number;
  log?: (line: string) => void;
}

export interface Simulator {
  /** Without a slash at the end. */
  url: string;
  gatewayUrl: string;
  port: number;
  alipayPublicKeyPath: string;
  alipayPrivateKeyPath: string;
  appPublicKeyPath: string;
  /** For certificate mode: the application's certificate, made for its public key, ... */
  appCertPath: string;
  /** ... Alipay's own, whose key is that of `alipayPublicKeyPath`, ... */
  alipayCertPath: string;
  /** ... and the root, which has signed both. */
  alipayRootCertPath: string;
  faults: Faults;
  /** Stops listening and sending; outstanding notifications go on at the next start. */
  close: () => Promise<void>;
}

interface Workshop extends Desk {
  start: () => void;
  stop: () => Promise<void>;
}

function createDesk(options: SimulatorOptions, identity: Identity, url: () => string): Workshop {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const faults = new Faults();
  const store = new TradeStore(join(options.dataDir, 'simulator', 'journal.jsonl'));
  const notifier = new Notifier({ store, identity, faults, now, log, speed: options.speed ?? 1 });
  const notifyOnClose = options.notifyOnClose ?? false;
  const book = new TradeBook({ store, notifier, identity, now, notifyOnClose });
  const appPublicKey = new PublicKeyFile(
    options.appPublicKeyPath ?? join(options.dataDir, 'keys', 'app_public_key.pem'),
  );
  const certificates = new CertificateOffice(options.dataDir, identity, appPublicKey);
  const transfers = new TransferBook(store, now);
  const bills = new BillOffice({
    store,
    sellerId: identity.sellerId,
    now,
    feeRate: feeRate(options.feePercent ?? DEFAULT_FEE_PERCENT),
    atOnce: options.billsAtOnce ?? false,
  });
  let sweeper: NodeJS.Timeout | undefined;
  const start = (): void => {
    store.open(now());
    notifier.resume();
    if (notifyOnClose)
      sweeper = setInterval(() => {
        book.sweep();
      }, SWEEP_MS).unref();
  };
  const stop = async (): Promise<void> => {
    clearInterval(sweeper);
    await notifier.close();
    store.close();
  };
  const desk = {
    identity,
    appPublicKey,
    certificates,
    store,
    book,
    transfers,
    bills,
    notifier,
    faults,
    now,
    url,
  };
  return { ...desk, start, stop };
}

function feeRate(percent: string): bigint {
  const rate = parsePercent(percent);
  if (rate === undefined) throw new Error('feePercent is no percentage.');
  return rate;
}

function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Starts the stand-in for Alipay's gateway in this process. The port is taken before the journal is touched, so a
 * second start on the same port fails and harms nothing.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const folder = join(options.dataDir, 'simulator');
  const pair = ensureKeyPair(join(folder, 'alipay_private_key.pem'), join(folder, 'alipay_public_key.pem'));
  const identity = { appId: options.appId, sellerId: options.sellerId, privateKey: pair.privateKey };
  let url = '';
  const desk = createDesk(options, identity, () => url);
  const app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  let opened: (() => void) | undefined;
  const ready = new Promise<void>((resolve) => (opened = resolve));
  app.addHook('onRequest', () => ready);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, body);
    },
  );
  registerGateway(app, desk);
  registerCashier(app, desk);
  registerBillDownload(app, desk);
  registerControl(app, desk);
  await app.listen({ host: options.host, port: options.port });
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  url = addressOf(options.host, port);
  desk.start();
  opened?.();
  return {
    url,
    gatewayUrl: `${url}/gateway.do`,
    port,
    alipayPublicKeyPath: pair.publicKeyPath,
    alipayPrivateKeyPath: pair.privateKeyPath,
    appPublicKeyPath: desk.appPublicKey.path,
    appCertPath: desk.certificates.appPath,
    alipayCertPath: desk.certificates.alipayPath,
    alipayRootCertPath: desk.certificates.rootPath,
    faults: desk.faults,
    close: async () => {
      await app.close();
      await desk.stop();
    },
  };
}
