import { Logger } from '@nestjs/common';
import type { AlipaySdk } from 'alipay-sdk';
import type { AlipayConfig } from '../../config/config.js';
import { beijingTime } from './beijing-time.js';

/** A signed reply of Alipay's: `code` 10000 is yes, 40004 a definite business answer named by `sub_code`. */
export interface Reply {
  readonly code: string;
  readonly subCode: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Server calls through the official SDK. It is loaded at the first one: it brings an HTTP client of its own, a tenth of
 * an idle server's memory and of its start, and neither of the hot paths makes a call.
 */
export class AlipayClient {
  private readonly logger = new Logger('Alipay');
  private sdk: Promise<AlipaySdk> | undefined;

  constructor(private readonly config: AlipayConfig) {}

  /**
   * Calls a method and verifies the reply's signature. Answers undefined where the outcome cannot be known: no
   * connection, a time-out, an unreadable or unsigned reply, "system error" or "service unavailable".
   */
  async call(method: string, bizContent: Readonly<Record<string, unknown>>): Promise<Reply | undefined> {
    try {
      this.sdk ??= loadSdk(this.config);
      const sdk = await this.sdk;
      const result: unknown = await sdk.exec(
        method,
        { timestamp: beijingTime(new Date()), bizContent },
        { validateSign: true },
      );
      const reply = toReply(result);
      if (reply?.code !== '10000') this.logger.log({ method, result }, 'Alipay said no');
      return reply;
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 500) : 'no reason given';
      this.logger.warn({ method, reason }, 'the outcome of a call to Alipay is unknown');
      return undefined;
    }
  }
}

/**
 * The SDK with keys parsed once: it parses PEM text at every call, and its constructor refuses key objects, so they are
 * set afterwards; so are the certificates' numbers, which make it name them in every request. Its
 * `proxyAgent` is where it takes its connections from.
 */
async function loadSdk(config: AlipayConfig): Promise<AlipaySdk> {
  const { AlipaySdk } = await import('alipay-sdk');
  const { withoutRedirects } = await import('./without-redirects.js');
  const sdk = new AlipaySdk({
    appId: config.appId,
    gateway: config.gateway,
    privateKey: config.appPrivateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
    alipayPublicKey: config.alipayPublicKey.export({ type: 'spki', format: 'pem' }) as string,
    timeout: config.requestTimeoutMs,
    camelcase: false,
    proxyAgent: withoutRedirects(),
  });
  Object.assign(sdk.config, {
    privateKey: config.appPrivateKey,
    alipayPublicKey: config.alipayPublicKey,
    ...(config.certificates && {
      appCertSn: config.certificates.appCertSn,
      alipayRootCertSn: config.certificates.rootCertSn,
    }),
  });
  return sdk;
}

/** Codes that say nothing about what was done: 10003 in process, 20000 unavailable, 40005 too many calls. */
const UNDECIDED_CODES = ['10003', '20000', '40005'];
const UNDECIDED_SUB_CODES = ['ACQ.SYSTEM_ERROR', 'SYSTEM_ERROR', 'isp.unknow-error', 'aop.ACQ.SYSTEM_ERROR'];

function toReply(result: unknown): Reply | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const fields: Record<string, string> = {};
  for (const [key, value] of Object.entries(result)) {
    if (typeof value === 'string') fields[key] = value;
  }
  const { code = '', sub_code: subCode = '' } = fields;
  if (code === '' || UNDECIDED_CODES.includes(code) || UNDECIDED_SUB_CODES.includes(subCode))
    return undefined;
  return { code, subCode, fields };
}
