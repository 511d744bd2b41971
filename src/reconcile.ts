import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { both } from './config/config-error.js';
import { isDay, isFuture } from './http/beijing-day.js';
import { describeDay } from './reconciliation/describe-day.js';
import { ReconcileModule } from './reconciliation/reconcile.module.js';
import { ReconciliationAdministration } from './reconciliation/reconciliation-administration.js';
import { commandConfig } from './start/command-config.js';
import { checkDatabase } from './start/database-check.js';
import { StartError, explain } from './start/start-error.js';

interface Request {
  readonly day: string;
  /** A bill that was downloaded by hand; the gateway is asked for one where it is absent. */
  readonly file: string | undefined;
}

/**
 * `npm run reconcile -- 2026-11-21 [--file bill.zip]`: reconciles a day and prints what differs. Exit status 0 only
 * where there is a bill and nothing differs.
 */
async function reconcile({ day, file }: Request): Promise<boolean> {
  const config = commandConfig();
  const zip = file === undefined ? undefined : await readBillFile(file);
  await checkDatabase(config.database.url);
  const options = { abortOnError: false, logger: ['error', 'warn'] as ('error' | 'warn')[] };
  const context = await NestFactory.createApplicationContext(ReconcileModule.with(config), options);
  try {
    const work = context.get(ReconciliationAdministration, { strict: false });
    const result = zip ? await work.runFile(day, zip) : await work.run(day);
    for (const line of describeDay(result)) console.log(line);
    return result.state === 'fetched' && result.failure === '' && result.difference_count === 0;
  } finally {
    await context.close();
  }
}

function readArguments(): Request {
  const own = process.argv.findIndex((argument) => argument.endsWith('reconcile.js'));
  const { values, positionals } = parseLine(process.argv.slice(own + 1));
  const [day = ''] = positionals;
  if (positionals.length !== 1 || !isDay(day) || isFuture(day, new Date())) throw usage();
  return { day, file: values.file };
}

function parseLine(args: string[]) {
  try {
    return parseArgs({ args, options: { file: { type: 'string' } }, allowPositionals: true });
  } catch {
    throw usage();
  }
}

function usage(): StartError {
  const line = 'npm run reconcile -- 2026-11-21 [--file bill.zip]';
  return new StartError(
    `${line}\n${both('日期是北京时间，不晚于今天', 'the day is one in Beijing, and not in the future')}`,
  );
}

async function readBillFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new StartError(both(`文件无法读取：${path}`, `the file cannot be read: ${path}`));
  }
}

try {
  process.exitCode = (await reconcile(readArguments())) ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
