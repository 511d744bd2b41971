import type { Reply } from './alipay-client.js';
import { readTransferQueryReply, readTransferReply } from './read-transfer-reply.js';

const yes = (fields: Record<string, string>): Reply => ({
  code: '10000',
  subCode: '',
  fields: { out_biz_no: 'w1', ...fields },
});
const no = (subCode: string, fields: Record<string, string> = {}): Reply => ({
  code: '40004',
  subCode,
  fields,
});
const unknown = { kind: 'unknown' };

describe('a reply to a transfer', () => {
  it.each([
    ['SUCCESS', yes({ status: 'SUCCESS', order_id: 'a1' }), { kind: 'paid', reference: 'a1' }],
    ['SUCCESS without a number', yes({ status: 'SUCCESS' }), { kind: 'paid', reference: '' }],
    ['SUCCESS of another number', yes({ status: 'SUCCESS', out_biz_no: 'w2' }), unknown],
    ['DEALING', yes({ status: 'DEALING' }), unknown],
    ['no state', yes({}), unknown],
    [
      'FAIL and why',
      yes({ status: 'FAIL', fail_reason: '户名不符', error_code: 'X' }),
      { kind: 'refused', reason: '户名不符' },
    ],
    ['FAIL and its code', yes({ status: 'FAIL', error_code: 'X' }), { kind: 'refused', reason: 'X' }],
    ['FAIL alone', yes({ status: 'FAIL' }), { kind: 'refused', reason: 'FAIL' }],
    ['REFUND', yes({ status: 'REFUND' }), { kind: 'refused', reason: 'REFUND' }],
    [
      'a refusal in words',
      no('PAYEE_NOT_EXIST', { sub_msg: '无此人' }),
      { kind: 'refused', reason: '无此人' },
    ],
    ['a refusal', no('PAYEE_NOT_EXIST'), { kind: 'refused', reason: 'PAYEE_NOT_EXIST' }],
    [
      'too little money',
      no('PAYER_BALANCE_NOT_ENOUGH', { sub_msg: '余额不足' }),
      { kind: 'not_now', reason: '余额不足' },
    ],
    [
      'too little money, by its other name',
      no('BALANCE_IS_NOT_ENOUGH'),
      { kind: 'not_now', reason: 'BALANCE_IS_NOT_ENOUGH' },
    ],
    ['another transfer under this number', no('PAYMENT_INFO_INCONSISTENCY'), unknown],
    ['an earlier one under way', no('REQUEST_PROCESSING'), unknown],
    ['an earlier one that ended otherwise', no('ORDER_STATUS_INVALID'), unknown],
    ['another code', { code: '40002', subCode: 'isv.x', fields: { sub_msg: 'x' } }, unknown],
    ['no reply', undefined, unknown],
  ])('with %s', (_, reply, answer) => {
    expect(readTransferReply(reply, 'w1')).toEqual(answer);
  });
});

describe('a reply to a query for a transfer', () => {
  it.each([
    ['SUCCESS', yes({ status: 'SUCCESS', order_id: 'a1' }), { kind: 'paid', reference: 'a1' }],
    ['SUCCESS of another number', yes({ status: 'SUCCESS', out_biz_no: 'w2' }), unknown],
    ['REFUND', yes({ status: 'REFUND', fail_reason: '退票' }), { kind: 'returned', reason: '退票' }],
    ['FAIL', yes({ status: 'FAIL' }), { kind: 'refused', reason: 'FAIL' }],
    ['DEALING', yes({ status: 'DEALING' }), unknown],
    ['no such order', no('ORDER_NOT_EXIST'), { kind: 'not_there' }],
    ['another refusal', no('SYSTEM_BUSY'), unknown],
    ['its name under another code', { code: '20000', subCode: 'ORDER_NOT_EXIST', fields: {} }, unknown],
    ['no reply', undefined, unknown],
  ])('with %s', (_, reply, answer) => {
    expect(readTransferQueryReply(reply, 'w1')).toEqual(answer);
  });
});
