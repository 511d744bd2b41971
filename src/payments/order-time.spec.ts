import { spawnSync } from 'node:child_process';
import { beijingDigits } from '../http/beijing-time.js';
import { expiryOf } from './order-time.js';

describe('the times of an order', () => {
  it('are written in Beijing time, also over midnight', () => {
    expect(beijingDigits(new Date('2026-12-31T16:00:00.009Z'))).toBe('20270101000000009');
  });

  it('end on a whole second, never later than asked', () => {
    expect(expiryOf(new Date('2026-01-01T00:00:00.999Z'), 30).toISOString()).toBe('2026-01-01T00:30:00.000Z');
    expect(expiryOf(new Date('2026-01-01T00:00:00.000Z'), 1).toISOString()).toBe('2026-01-01T00:01:00.000Z');
  });

  // Only a new process has another zone.
  it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
    'are the same with TZ=%s',
    (TZ) => {
      const program = `
      const { beijingDigits } = require('./src/http/beijing-time.ts');
      const { beijingTime } = require('./src/payments/alipay/beijing-time.ts');
      const summer = new Date('2026-07-01T16:30:00.000Z');
      const night = new Date('2026-03-08T07:30:00.000Z');
      console.log([summer, night].flatMap((time) => [beijingDigits(time), beijingTime(time)]).join('|'));`;
      const options = { env: { ...process.env, TZ }, encoding: 'utf8' } as const;
      const { stdout } = spawnSync(
        process.execPath,
        ['-r', './test/support/typescript-imports.cjs', '-e', program],
        options,
      );
      expect(stdout.trim()).toBe(
        '20260702003000000|2026-07-02 00:30:00|20260308153000000|2026-03-08 15:30:00',
      );
    },
  );
});
