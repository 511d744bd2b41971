import { type KeyObject, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultSettings } from '../../../simulator/faults.js';
import { KeptProgram } from './kept-program.js';
import { Journal } from './journal.js';

export const APP_ID = '2021000000000000';
export const SELLER_ID = '2088000000000001';

/** Resends come after 0.05, 0.12, 0.12, 0.7, 1.4, 4.3 and 10.8 s. */
const SPEED = '5000';
const PATIENCE_MS = 5_000;

interface Place {
  readonly dist: string;
  readonly folder: string;
  readonly port: number;
}

/** The simulator as a process of its own: its control API, its journal, and the key that it signs with. */
export class Gateway {
  readonly program: KeptProgram;
  readonly journal: Journal;
  private readonly url: string;

  constructor(private readonly place: Place) {
    const { dist, folder, port } = place;
    this.url = `http://127.0.0.1:${port}`;
    this.program = new KeptProgram({
      name: 'the simulator',
      args: [join(dist, 'simulator', 'main.js')],
      cwd: folder,
      env: {
        SIMULATOR_PORT: String(port),
        SIMULATOR_SPEED: SPEED,
        SIMULATOR_BILLS_AT_ONCE: 'on',
        DATA_DIR: folder,
        ALIPAY_APP_ID: APP_ID,
        ALIPAY_SELLER_ID: SELLER_ID,
      },
      readyUrl: `${this.url}/simulator/faults`,
      logFile: join(folder, 'simulator.log'),
    });
    this.journal = new Journal(join(folder, 'simulator', 'journal.jsonl'));
  }

  /** What the server needs to know of it: it works in certificate mode. */
  get variables(): NodeJS.ProcessEnv {
    const { folder } = this.place;
    return {
      ALIPAY_GATEWAY: `${this.url}/gateway.do`,
      ALIPAY_APP_ID: APP_ID,
      ALIPAY_SELLER_ID: SELLER_ID,
      ALIPAY_APP_PRIVATE_KEY_PATH: join(folder, 'keys', 'app_private_key.pem'),
      ALIPAY_APP_CERT_PATH: join(folder, 'keys', 'appCert.crt'),
      ALIPAY_PUBLIC_CERT_PATH: join(folder, 'simulator', 'certs', 'alipayCertPublicKey_RSA2.crt'),
      ALIPAY_ROOT_CERT_PATH: join(folder, 'simulator', 'certs', 'alipayRootCert.crt'),
    };
  }

  /** Alipay's own key, to sign genuine messages with. */
  get privateKey(): KeyObject {
    return createPrivateKey(
      readFileSync(join(this.place.folder, 'simulator', 'alipay_private_key.pem'), 'utf8'),
    );
  }

  /** Replaces what goes wrong there; where it is down at the moment, nothing else can. */
  async setFaults(faults: FaultSettings): Promise<void> {
    await this.control('PUT', '/faults', faults);
  }

  /** One request to the control API. @returns undefined where it refuses or does not answer */
  async control(
    method: string,
    path: string,
    body: object = {},
  ): Promise<Record<string, unknown> | undefined> {
    try {
      const response = await fetch(`${this.url}/simulator${path}`, {
        method,
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(method !== 'GET' && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      return response.ok ? answer : undefined;
    } catch {
      return undefined;
    }
  }
}
