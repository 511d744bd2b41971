import { readNotification, readReturn } from '../../src/payments/alipay/read-message.js';
import { verifyText } from '../../src/payments/alipay/signing.js';
import { testConfig } from '../support/app.js';
import { keyOf, type Vector, vectors } from '../support/vectors.js';

const there = vectors.length > 0;
const title = there ? '' : ' (skipped: ../shared/vectors is not there)';
const withVectors = there ? it : it.skip;

/** Our configuration as if the message were for us. */
function configFor(vector: Vector) {
  const { app_id: appId, seller_id: sellerId } = vector.params!;
  const { alipay } = testConfig('postgres://nowhere');
  return { ...alipay, appId: appId!, sellerId, alipayPublicKey: keyOf(vector) };
}

const encode = (params: Record<string, string>): string => new URLSearchParams(params).toString();
const ofKind = (kind: Vector['kind']): readonly Vector[] => vectors.filter((vector) => vector.kind === kind);

describe('messages that the real Alipay signed', () => {
  withVectors(`returns are verified and read${title}`, () => {
    const returns = ofKind('sync-return');
    expect(returns.length).toBeGreaterThan(0);
    for (const vector of returns) {
      const query = vector.rawUrl
        ? new URL(vector.rawUrl).search.slice(1)
        : (vector.rawBody ?? encode(vector.params!));
      const reading = readReturn(query, configFor(vector));
      expect([vector.id, reading]).toMatchObject([
        vector.id,
        {
          verified: true,
          message: {
            outTradeNo: vector.params!.out_trade_no,
            tradeNo: vector.params!.trade_no,
            amountFen: 1n,
            state: 'waiting',
            stranger: undefined,
          },
        },
      ]);
      // As a notification it proves nothing.
      expect(readNotification(Buffer.from(query), configFor(vector))).toMatchObject({
        verified: false,
        reason: 'wrong_kind',
        signed: true,
      });
    }
  });

  withVectors(`notifications are verified and read${title}`, () => {
    const notifications = ofKind('async-notify');
    expect(notifications.length).toBeGreaterThan(0);
    for (const vector of notifications) {
      const body = vector.rawBody ?? encode(vector.params!);
      const reading = readNotification(Buffer.from(body), configFor(vector));
      expect([vector.id, reading]).toMatchObject([
        vector.id,
        {
          verified: true,
          message: { outTradeNo: vector.params!.out_trade_no, state: 'paid', stranger: undefined },
        },
      ]);
      expect(readReturn(body, configFor(vector))).toMatchObject({ verified: false, reason: 'wrong_kind' });
    }
  });

  withVectors(`no change to one is accepted${title}`, () => {
    for (const vector of [...ofKind('sync-return'), ...ofKind('async-notify')]) {
      const read =
        vector.kind === 'sync-return'
          ? readReturn
          : (text: string, config: ReturnType<typeof configFor>) =>
              readNotification(Buffer.from(text), config);
      for (const name of Object.keys(vector.params!)) {
        if (name === 'sign_type') continue;
        const changed = { ...vector.params!, [name]: `${vector.params![name]!}1` };
        if (name === 'sign')
          changed.sign = vector.params!.sign!.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'));
        const missing = Object.fromEntries(Object.entries(vector.params!).filter(([key]) => key !== name));
        for (const params of [changed, missing]) {
          expect([vector.id, name, read(encode(params), configFor(vector))]).toMatchObject([
            vector.id,
            name,
            { verified: false, signed: false, reason: 'bad_signature' },
          ]);
        }
      }
    }
  });

  withVectors(`replies are verified over their raw text${title}`, () => {
    for (const vector of ofKind('api-response')) {
      expect([vector.id, verifyText(vector.signContent!, vector.sign!, keyOf(vector))]).toEqual([
        vector.id,
        true,
      ]);
      const changed = vector.signContent!.replace('10000', '10001');
      expect(verifyText(changed, vector.sign!, keyOf(vector))).toBe(false);
    }
  });
});
