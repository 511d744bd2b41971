import { revertLastMigration, runMigrations } from './database/migrate.js';
import { checkDatabase } from './start/database-check.js';
import { databaseUrl } from './start/database-url.js';
import { explain } from './start/start-error.js';

/** `npm run migrate`: applies what the database lacks; with `--down` takes the newest migration back. */
async function migrate(down: boolean): Promise<void> {
  const url = databaseUrl();
  await checkDatabase(url);
  if (down) {
    const reverted = await revertLastMigration(url);
    console.log(reverted ? `已撤回 / reverted: ${reverted}` : '没有可撤回的迁移 / nothing to revert');
    return;
  }
  const applied = await runMigrations(url);
  for (const name of applied) console.log(`已应用 / applied: ${name}`);
  if (applied.length === 0) console.log('数据库已是最新 / the database is up to date');
}

try {
  await migrate(process.argv.includes('--down'));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
