import { describe, expect, it } from 'vitest';
import { barOption } from './bars.js';

const bars = [
  { label: '11-01', value: 500, text: '11-01：1 笔，￥5.00' },
  { label: '11-02', value: 0, text: '11-02：0 笔，￥0.00' },
];

describe('a chart of bars', () => {
  it('has a bar for each, and its label below', () => {
    const { xAxis, series } = barOption(bars, String);
    expect(xAxis.data).toEqual(['11-01', '11-02']);
    expect(series[0]?.data).toEqual([500, 0]);
  });

  it('says what a bar is when somebody points at it, and nothing beside the bars', () => {
    const { formatter } = barOption(bars, String).tooltip;
    expect(formatter([{ dataIndex: 1 }])).toBe('11-02：0 笔，￥0.00');
    expect(formatter([])).toBe('');
    expect(formatter(undefined)).toBe('');
  });
});
