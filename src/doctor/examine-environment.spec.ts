import { testConfig } from '../../test/support/app.js';
import { examineEnvironment } from './examine-environment.js';

const DAY_MS = 24 * 3600 * 1000;

describe('what the doctor says of certificates', () => {
  const now = new Date('2026-11-24T00:00:00Z');

  async function levelAfter(days: number) {
    const { alipay } = testConfig('');
    const certificates = { appCertSn: 'a', rootCertSn: 'b', expiresMs: now.getTime() + days * DAY_MS };
    const examination = {
      ...{ problems: [], warnings: [], databaseUrl: undefined, poolSize: 10 },
      ...{ publicUrl: 'https://tips.example.com', notifyUrl: '', alipay: { ...alipay, certificates } },
    };
    const findings = await examineEnvironment(examination, now);
    return findings.find(({ text }) => text.includes('certificate'))?.level;
  }

  it('is right while they are valid for a month', async () => {
    expect(await levelAfter(31)).toBe('right');
  });

  it('is a warning in the last month', async () => {
    expect(await levelAfter(29)).toBe('warning');
  });

  it('is wrong once one has expired', async () => {
    expect(await levelAfter(-0.5)).toBe('wrong');
  });
});
