import {
  beijingDate,
  beijingDay,
  beijingTime,
  beijingTimeMillis,
  endOfBeijingDay,
  parseBeijingDay,
  parseBeijingTime,
} from './beijing-time.js';
import { serviceFeeFen } from './bills/bill-row.js';
import { html } from './html.js';
import { formatYuan, parsePercent, parseSignedYuan, parseYuan } from './money.js';
import { addQuery } from './synchronous-return.js';
import { newNotifyId, newTradeNo } from './trade.js';

describe('amounts', () => {
  it('reads yuan into whole fen and writes them back with two decimals', () => {
    expect(parseYuan('0.01')).toBe(1n);
    expect(parseYuan('5')).toBe(500n);
    expect(parseYuan('5.1')).toBe(510n);
    expect(parseYuan('100000000')).toBe(10_000_000_000n);
    expect(['0.01', '5.00', '12345678.90'].map((text) => formatYuan(parseYuan(text) ?? 0n))).toEqual([
      '0.01',
      '5.00',
      '12345678.90',
    ]);
  });

  it.each(['', '0', '0.00', '-1', '+1', '1e3', '1.005', '01', '.5', '1.', ' 1', '１', '100000000.01', 'NaN'])(
    'refuses %j',
    (text) => {
      expect(parseYuan(text)).toBeUndefined();
    },
  );
});

describe('fees', () => {
  it('may be negative', () => {
    expect(['-0.03', '0.00', '12.50'].map(parseSignedYuan)).toEqual([-3n, 0n, 1250n]);
    expect([-3n, 0n, -1250n].map(formatYuan)).toEqual(['-0.03', '0.00', '-12.50']);
  });

  it('are half a fen and more a whole one', () => {
    expect([100n, 84n, 83n, 1n].map((fen) => serviceFeeFen(fen, 60n))).toEqual([1n, 1n, 0n, 0n]);
    expect(parsePercent('0.6')).toBe(60n);
    expect(parsePercent('0')).toBe(0n);
  });

  it.each(['-1', '100', '0.001', '', '１'])('refuse %j percent', (text) => {
    expect(parsePercent(text)).toBeUndefined();
  });
});

describe('Beijing time', () => {
  const moment = Date.UTC(2023, 11, 21, 16, 26, 45, 123);

  it('is eight hours ahead of UTC', () => {
    expect(beijingTime(moment)).toBe('2023-12-22 00:26:45');
    expect(beijingTimeMillis(moment)).toBe('2023-12-22 00:26:45.123');
    expect(beijingDate(moment)).toBe('20231222');
    expect(beijingDay(moment)).toBe('2023-12-22');
    expect(parseBeijingDay('2023-12-22')).toBe(Date.UTC(2023, 11, 21, 16));
    expect(parseBeijingTime('2023-12-22 00:26:45')).toBe(moment - 123);
    expect(beijingTime(endOfBeijingDay(moment))).toBe('2023-12-23 00:00:00');
    expect(newTradeNo(moment)).toMatch(/^20231222\d{20}$/);
    expect(newNotifyId(moment)).toMatch(/^20231222\d{26}$/);
  });

  it.each(['2023-02-30 00:00:00', '2023-12-21T16:26:45', '2023-12-21', '2023-12-21 24:61:00', ''])(
    'refuses %j',
    (text) => {
      expect(parseBeijingTime(text)).toBeUndefined();
    },
  );
});

describe('pages and addresses', () => {
  it('escapes every value', () => {
    expect(html`<p title="${'"'}">${"<script>&'"}</p>`.text).toBe(
      '<p title="&quot;">&lt;script&gt;&amp;&#39;</p>',
    );
  });

  it('adds parameters after the query that is there and before the fragment', () => {
    expect(addQuery('http://a/b', { x: '1 2' })).toBe('http://a/b?x=1+2');
    expect(addQuery('http://a/b?c=%20d', { x: '1' })).toBe('http://a/b?c=%20d&x=1');
    expect(addQuery('http://a/b?#top', { x: '1' })).toBe('http://a/b?x=1#top');
  });
});
