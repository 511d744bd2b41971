import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { type Recount, recount } from './books/recount.js';
import { both } from './config/config-error.js';
import { sealKeys as sealKeysOf } from './config/seal-keys.js';
import { dataSourceOptions } from './database/options.js';
import { checkDatabase } from './start/database-check.js';
import { valuesWithDatabase } from './start/database-url.js';
import { explain, StartError } from './start/start-error.js';
import { formatSeal, parseSeal, type SealHead } from './wallet/seals/seal-memory.js';

/**
 * `npm run books [-- --seal 12:9f86…]`: recounts all books of `DATABASE_URL`, holds the transfers against their seals,
 * and prints what differs; exit status 0 only where nothing does. `--seal` is one that was printed before and must
 * still be there.
 */
async function books(): Promise<boolean> {
  const knownSeal = readArguments();
  const values = valuesWithDatabase('LEDGER_SEAL_KEY', 'JWT_SECRET');
  const url = values.DATABASE_URL;
  const sealKeys = sealKeysOf(values);
  await checkDatabase(url);
  const dataSource = new DataSource(dataSourceOptions(url, 1));
  await dataSource.initialize();
  try {
    const result = await recount(dataSource, { sealKeys, knownSeal });
    if (sealKeys.length === 0) console.log(UNVERIFIED);
    print(result);
    return result.balanced;
  } finally {
    await dataSource.destroy();
  }
}

const UNVERIFIED = `⚠ ${both(
  '没有 LEDGER_SEAL_KEY 或 JWT_SECRET：没有核对封存的密文',
  'without LEDGER_SEAL_KEY or JWT_SECRET the macs of the seals are not verified',
)}`;

function readArguments(): SealHead | undefined {
  const own = process.argv.findIndex((argument) => argument.endsWith('books.js'));
  const text = parseLine(process.argv.slice(own + 1));
  if (text === undefined) return undefined;
  const seal = parseSeal(text);
  if (!seal) throw usage();
  return seal;
}

function parseLine(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { seal: { type: 'string' } } }).values.seal;
  } catch {
    throw usage();
  }
}

function usage(): StartError {
  return new StartError(
    `npm run books [-- --seal NUMBER:MAC]\n${both('封存由本命令此前打印', 'a seal that this command printed before')}`,
  );
}

function print({ balanced, accounts, transfers, differences, seal }: Recount): void {
  for (const { check, subject, expected, actual } of differences) {
    console.log(`✗ ${check} ${subject}: 应为 / expected ${expected}, 实为 / actual ${actual}`);
  }
  if (seal) console.log(`  ${both('最新的封存', 'the newest seal')}: ${formatSeal(seal)}`);
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
