import type { HistoryRow } from './history.js';
import { presentTransaction } from './transaction.presenter.js';

const row: HistoryRow = {
  id: 'h1',
  kind: 'reward',
  amount_fen: '95',
  fee_fen: '5',
  balance_fen: '1095',
  reward_id: 'r1',
  counterparty_id: 'u1',
  memo: '一篇',
  created_time: new Date('2026-11-21T16:00:00Z'),
} as HistoryRow;
const reader = { id: 'u1', nickname: '读者' } as never;
const people = new Map([['u1', reader]]);

describe('a movement as its owner sees it', () => {
  it('says what came in, before and after the fee', () => {
    expect(presentTransaction(row, people)).toMatchObject({
      amount: '0.95',
      fee: '0.05',
      gross: '1.00',
      balance_after: '10.95',
      counterparty: reader,
      created_time: '2026-11-21T16:00:00.000Z',
    });
  });

  it('says what went out, the fee that came back with it included', () => {
    expect(presentTransaction({ ...row, kind: 'refund', amount_fen: '-95' }, people)).toMatchObject({
      amount: '-0.95',
      fee: '0.05',
      gross: '-1.00',
    });
  });

  it('names nobody where nobody is known', () => {
    expect(presentTransaction({ ...row, counterparty_id: null }, people).counterparty).toBeNull();
    expect(presentTransaction(row, new Map()).counterparty).toBeNull();
  });
});
