import { DataSource } from 'typeorm';
import { allChecks } from './books/all-checks.js';
import { dataSourceOptions } from './database/options.js';
import { checkDatabase } from './start/database-check.js';
import { databaseUrl } from './start/database-url.js';
import { explain } from './start/start-error.js';
import { type CheckResult, runChecks } from './wallet/ledger-check.js';

/** `npm run books`: recounts all books of `DATABASE_URL`, prints what differs; exit status 0 only where nothing does. */
async function books(): Promise<boolean> {
  const url = databaseUrl();
  await checkDatabase(url);
  const dataSource = new DataSource(dataSourceOptions(url, 1));
  await dataSource.initialize();
  try {
    const result = await runChecks(dataSource, allChecks);
    print(result);
    return result.balanced;
  } finally {
    await dataSource.destroy();
  }
}

function print({ balanced, accounts, transfers, differences }: CheckResult): void {
  for (const { check, subject, expected, actual } of differences) {
    console.log(`✗ ${check} ${subject}: 应为 / expected ${expected}, 实为 / actual ${actual}`);
  }
  const counts = `${accounts} accounts, ${transfers} transfers`;
  console.log(
    balanced
      ? `✓ 账目平衡 / the books balance (${counts})`
      : `✗ 账目不平 / the books do not balance (${counts})`,
  );
}

try {
  process.exitCode = (await books()) ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
