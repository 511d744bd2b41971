import type { Reply } from './alipay-client.js';
import { readCloseReply, readQueryReply, readRefundQueryReply, readRefundReply } from './read-reply.js';

const yes = (fields: Record<string, string>): Reply => ({ code: '10000', subCode: '', fields });
const no = (subCode: string, fields: Record<string, string> = {}): Reply => ({
  code: '40004',
  subCode,
  fields,
});

describe('a reply to a query', () => {
  const trade = {
    out_trade_no: 'order',
    trade_no: '2026',
    total_amount: '5.00',
    trade_status: 'TRADE_SUCCESS',
  };
  const read = (changes: Record<string, string>, without: readonly string[] = []) => {
    const fields = Object.entries({ ...trade, ...changes }).filter(([name]) => !without.includes(name));
    return readQueryReply(yes(Object.fromEntries(fields)), 'order');
  };

  it('tells the whole of a paid trade, and keeps what was said', () => {
    expect(read({})).toEqual({
      kind: 'known',
      message: {
        outTradeNo: 'order',
        tradeNo: '2026',
        amountFen: 500n,
        state: 'paid',
        refundedFen: 0n,
        refundRequestNo: undefined,
        stranger: undefined,
      },
      raw: { params: trade, digest: expect.any(Buffer) as Buffer },
    });
  });

  it('has a digest that tells one reply from another', () => {
    const [one, same, other] = [read({}), read({}), read({ trade_no: '2027' })].map((answer) =>
      answer.kind === 'known' ? answer.raw.digest.toString('hex') : '',
    );
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it.each([
    ['WAIT_BUYER_PAY', {}, 'waiting', 0n],
    ['TRADE_FINISHED', {}, 'paid', 0n],
    ['TRADE_CLOSED', {}, 'closed', 0n],
    ['TRADE_CLOSED', { send_pay_date: '2026-11-21 12:00:00' }, 'paid', 500n],
  ])('%s with %j is %s, with %p fen given back', (trade_status, more, state, refundedFen) => {
    expect(read({ trade_status, ...more })).toMatchObject({ kind: 'known', message: { state, refundedFen } });
  });

  it.each([
    ['another order', { out_trade_no: 'other' }],
    ['an amount that is none', { total_amount: '5.001' }],
    ['a state that is not known', { trade_status: 'TRADE_PENDING' }],
    ['no transaction number', { trade_no: '' }],
  ])('is unknown with %s', (_, changes) => {
    expect(read(changes)).toEqual({ kind: 'unknown' });
  });

  it.each(['out_trade_no', 'trade_no', 'total_amount', 'trade_status'])('is unknown without %s', (name) => {
    expect(read({}, [name])).toEqual({ kind: 'unknown' });
  });

  it('knows no order only where it says so', () => {
    expect(readQueryReply(no('ACQ.TRADE_NOT_EXIST', trade), 'order')).toEqual({ kind: 'unknown_order' });
    expect(readQueryReply(no('ACQ.INVALID_PARAMETER', trade), 'order')).toEqual({ kind: 'unknown' });
  });
});

describe('a reply to closing', () => {
  it.each([
    [undefined, 'unknown'],
    [yes({}), 'closed'],
    [no('ACQ.TRADE_NOT_EXIST'), 'unknown_order'],
    [no('ACQ.TRADE_STATUS_ERROR'), 'not_closable'],
    [no('ACQ.REASON_TRADE_STATUS_INVALID'), 'not_closable'],
    [no('ACQ.INVALID_PARAMETER'), 'unknown'],
  ])('%j is %s', (reply, answer) => {
    expect(readCloseReply(reply)).toBe(answer);
  });
});

describe('a reply to a refund', () => {
  it.each([
    ['money that moved in this call', yes({ fund_change: 'Y' }), { kind: 'done' }],
    ['nothing that moved', yes({ fund_change: 'N' }), { kind: 'unknown' }],
    ['no word of it', yes({}), { kind: 'unknown' }],
    [
      'a refusal that looks like a success',
      no('ACQ.X', { fund_change: 'Y' }),
      { kind: 'refused', reason: 'ACQ.X' },
    ],
    ['a refusal in words', no('ACQ.X', { sub_msg: '余额不足' }), { kind: 'refused', reason: '余额不足' }],
    ['the same number with another amount', no('ACQ.DISCORDANT_REPEAT_REQUEST'), { kind: 'unknown' }],
    ['another code', { code: '40002', subCode: 'isv.x', fields: { fund_change: 'Y' } }, { kind: 'unknown' }],
    ['no reply', undefined, { kind: 'unknown' }],
  ])('with %s', (_, reply, answer) => {
    expect(readRefundReply(reply)).toEqual(answer);
  });
});

describe('a reply to a query for a refund', () => {
  const done = { refund_status: 'REFUND_SUCCESS', out_request_no: 'r1', refund_amount: '1.50' };
  const { out_request_no: _, ...unnumbered } = done;

  it.each([
    ['a success', yes(done), { kind: 'done', amountFen: 150n }],
    ['a success without its number', yes(unnumbered), { kind: 'done', amountFen: 150n }],
    ['a success of another number', yes({ ...done, out_request_no: 'r2' }), { kind: 'not_done' }],
    ['another state', yes({ ...done, refund_status: 'REFUND_PROCESSING' }), { kind: 'not_done' }],
    ['no state', yes({ out_request_no: 'r1', refund_amount: '1.50' }), { kind: 'not_done' }],
    ['an amount that is none', yes({ ...done, refund_amount: '1.505' }), { kind: 'unknown' }],
    ['no amount', yes({ refund_status: 'REFUND_SUCCESS' }), { kind: 'unknown' }],
    ['no such trade', no('ACQ.TRADE_NOT_EXIST', done), { kind: 'not_done' }],
    ['another refusal', no('ACQ.X', done), { kind: 'unknown' }],
    ['no reply', undefined, { kind: 'unknown' }],
  ])('with %s', (__, reply, answer) => {
    expect(readRefundQueryReply(reply, 'r1')).toEqual(answer);
  });
});
