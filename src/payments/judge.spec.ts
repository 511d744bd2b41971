import { judge } from './judge.js';
import type { Proof } from './proof.js';
import type { RewardStatus } from './reward-state.js';
import type { RewardRow } from './reward-row.js';

function rewardRow(status: RewardStatus, changes: Partial<RewardRow> = {}): RewardRow {
  return {
    id: 'r1',
    out_trade_no: 'o1',
    trade_no: ['pending', 'closed'].includes(status) ? null : 't1',
    reader_id: 'reader',
    author_id: 'author',
    article_id: 'article',
    amount_fen: '500',
    refunded_fen: '0',
    held_fen: '0',
    fee_percent: '0.00',
    fee_fen: '0',
    fee_returned_fen: '0',
    channel: 'alipay',
    status,
    anonymous: false,
    subject: '',
    message: '',
    created_time: new Date(),
    expires_time: new Date(),
    paid_time: null,
    ...changes,
  };
}

function proof(changes: Partial<Proof['message']> = {}): Proof {
  return {
    source: 'notify',
    receivedTime: new Date(),
    raw: { params: {}, digest: Buffer.alloc(16) },
    message: {
      outTradeNo: 'o1',
      tradeNo: 't1',
      amountFen: 500n,
      state: 'paid',
      refundedFen: 0n,
      refundRequestNo: undefined,
      stranger: undefined,
      ...changes,
    },
  };
}

const judgeOne = (row: RewardRow, ...proofs: Proof[]) => judge(new Map([[row.out_trade_no, row]]), proofs);

describe('judging proofs of payment', () => {
  it('settles a pending order', () => {
    expect(judgeOne(rewardRow('pending'), proof())).toMatchObject({
      outcomes: ['settled'],
      paid: [{ afterClose: false }],
      second: [],
    });
  });

  it('settles a closed order and says so', () => {
    expect(judgeOne(rewardRow('closed'), proof())).toMatchObject({
      outcomes: ['settled'],
      paid: [{ afterClose: true }],
    });
  });

  it.each(['paid', 'partially_refunded', 'refunded'] as const)(
    'finds a %s reward already settled',
    (status) => {
      expect(judgeOne(rewardRow(status), proof())).toEqual({
        outcomes: ['already_settled'],
        paid: [],
        second: [],
      });
    },
  );

  it('settles the first of many proofs in one batch', () => {
    const { outcomes, paid } = judgeOne(rewardRow('pending'), proof(), proof(), proof());
    expect(outcomes).toEqual(['settled', 'already_settled', 'already_settled']);
    expect(paid).toHaveLength(1);
  });

  it('sees a second payment by its trade_no, in the same batch or later', () => {
    const other = proof({ tradeNo: 't2' });
    expect(judgeOne(rewardRow('pending'), proof(), other).outcomes).toEqual(['settled', 'second_payment']);
    expect(judgeOne(rewardRow('refunded'), other)).toMatchObject({
      outcomes: ['second_payment'],
      second: [{}],
    });
  });

  it('compares the amount with the order, before anything else about it', () => {
    for (const status of ['pending', 'closed', 'paid'] as const) {
      expect(judgeOne(rewardRow(status), proof({ amountFen: 499n }))).toEqual({
        outcomes: ['amount_mismatch'],
        paid: [],
        second: [],
      });
    }
  });

  it('knows no order that is not there or was paid from balance', () => {
    expect(judge(new Map(), [proof()]).outcomes).toEqual(['unknown_order']);
    expect(judgeOne(rewardRow('paid', { channel: 'balance' }), proof()).outcomes).toEqual(['unknown_order']);
  });

  it('a bad proof does not touch its neighbours', () => {
    const rewards = new Map(
      ['o1', 'o2'].map((no) => [no, rewardRow('pending', { id: no, out_trade_no: no })]),
    );
    const proofs = [
      proof({ amountFen: 1n }),
      proof({ outTradeNo: 'o2' }),
      proof({ outTradeNo: 'o3' }),
      proof(),
    ];
    expect(judge(rewards, proofs).outcomes).toEqual([
      'amount_mismatch',
      'settled',
      'unknown_order',
      'settled',
    ]);
  });
});
