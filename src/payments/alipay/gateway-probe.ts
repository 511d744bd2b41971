import { randomBytes } from 'node:crypto';
import type { AlipayConfig } from '../../config/config.js';
import { verifyText } from './signing.js';
import { signedParams } from './signed-params.js';

const METHOD = 'alipay.trade.query';

/** What a harmless question to the gateway shows of it, of the keys and of the clock. */
export type Probe =
  /** Nothing came back; `reason` is the system's word for it, such as ECONNREFUSED. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** Something came back that Alipay's gateway would not say. */
  | { readonly kind: 'not_a_gateway'; readonly status: number }
  | {
      readonly kind: 'answered';
      readonly code: string;
      readonly subCode: string;
      readonly signature: 'verified' | 'wrong' | 'none';
      /** How far our clock is ahead of the gateway's, to about a second; undefined where the reply has no Date. */
      readonly clockAheadMs: number | undefined;
    };

/** Asks about an order that nobody ever made. Changes nothing there; never throws. */
export async function probeGateway(config: AlipayConfig): Promise<Probe> {
  const sentMs = Date.now();
  const question = { out_trade_no: `doctor_${randomBytes(12).toString('hex')}` };
  try {
    const response = await fetch(config.gateway, {
      method: 'POST',
      body: await signedParams(config, METHOD, question, new Date(sentMs)),
      redirect: 'manual',
      signal: AbortSignal.timeout(config.requestTimeoutMs),
    });
    // The Date was written some time between the two; the middle is the best guess.
    const middleMs = (sentMs + Date.now()) / 2;
    return readReply(config, await response.text(), response, middleMs);
  } catch (error) {
    return { kind: 'unreachable', reason: reasonOf(error) };
  }
}

function readReply(config: AlipayConfig, text: string, response: Response, middleMs: number): Probe {
  const reply = parseReply(text);
  if (!reply) return { kind: 'not_a_gateway', status: response.status };
  const { name, code, subCode, sign } = reply;
  const verified = verifyText(signedPart(text, name), sign, config.alipayPublicKey);
  const dateMs = Date.parse(response.headers.get('date') ?? '');
  return {
    kind: 'answered',
    code,
    subCode,
    signature: sign === '' ? 'none' : verified ? 'verified' : 'wrong',
    // A Date has whole seconds, rounded down.
    clockAheadMs: Number.isNaN(dateMs) ? undefined : middleMs - (dateMs + 500),
  };
}

function parseReply(text: string) {
  const reply = asObject(attempt(() => JSON.parse(text) as unknown));
  const names = [`${METHOD.replaceAll('.', '_')}_response`, 'error_response'];
  const name = names.find((one) => asObject(reply[one]).code !== undefined);
  if (name === undefined) return undefined;
  const { code, sub_code: subCode } = asObject(reply[name]);
  return { name, code: word(code), subCode: word(subCode), sign: word(reply.sign) };
}

/** The reply's inner object as it came, which is what the gateway signs (Alipay, "自行实现验签", 同步返回). */
function signedPart(text: string, name: string): string {
  const start = text.indexOf('{', text.indexOf(`"${name}"`));
  return text.slice(start, text.lastIndexOf('}', text.lastIndexOf('"sign"')) + 1);
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** fetch hides what happened in the error's cause. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name: string; cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : name;
}
