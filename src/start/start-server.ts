import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config.js';
import { loadConfig, planStart, type StartPlan } from '../config/load-config.js';
import type { Environment } from '../config/variables.js';
import type { DemoAccount } from '../demo/demo-data.js';
import { announcement } from './announce.js';
import { checkDatabase } from './database-check.js';
import { checkPortIsFree, listenError } from './ports.js';
import { prepareDevelopment, type Tools } from './prepare-development.js';

/** How often connections that fell idle are closed while the server stops, in milliseconds. */
const IDLE_CHECK_MS = 100;

export interface StartOptions extends Tools {
  /** Whether this is `npm start` or `npm run demo`; NODE_ENV=production overrides it. */
  readonly development: boolean;
  readonly env: Environment;
}

export interface RunningServer {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  /** The demo accounts that exist. */
  readonly accounts: readonly DemoAccount[];
}

/**
 * Starts the server and all it needs, each part registered with `shutdown` as soon as it runs. Everything in the
 * environment is checked before anything is started.
 *
 * @throws ConfigError, StartError, EmbeddedPostgresError with sentences for whoever typed the command; the caller
 * runs the shutdown then
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { development, env, shutdown, log } = options;
  const plan = planStart(env, { development });
  await checkPorts(plan);
  const complete = plan.mode === 'development' ? await prepareDevelopment(plan, env, options) : env;
  const warn = (warning: string): void => {
    log(`⚠ ${warning}`);
  };
  const config = loadConfig(complete, { development, warn });
  await prepareDatabase(config, log);
  const app = await shutdown.start('server', () => createServer(config), closeServer);
  const accounts = await fillDatabase(app, config, plan.simulator !== undefined);
  await listen(app, config);
  const simulatorUrl = plan.simulator && new URL(config.alipay.gateway).origin;
  log(announcement(config, simulatorUrl, accounts));
  return { app, config, accounts };
}

async function checkPorts({ host, port, simulator }: StartPlan): Promise<void> {
  await checkPortIsFree('PORT', host, port);
  if (simulator) await checkPortIsFree('SIMULATOR_PORT', host, simulator.port);
}

/** Migrates under an advisory lock: several instances may start at once. */
async function prepareDatabase({ database }: Config, log: (line: string) => void): Promise<void> {
  await checkDatabase(database.directUrl);
  const { runMigrations } = await import('../database/migrate.js');
  for (const name of await runMigrations(database.directUrl)) log(`✓ ${name}`);
}

/** Loaded only now: a wrong configuration is reported without waiting for the framework. */
async function createServer(config: Config): Promise<NestFastifyApplication> {
  const { createApp } = await import('../app.setup.js');
  return createApp(config);
}

/** Answers what has begun. A kept-alive connection that falls idle only then would hold the close up for a minute. */
async function closeServer(app: NestFastifyApplication): Promise<void> {
  const timer = setInterval(() => {
    app.getHttpServer().closeIdleConnections();
  }, IDLE_CHECK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(timer);
  }
}

async function fillDatabase(
  app: NestFastifyApplication,
  { admin }: Config,
  withDemoData: boolean,
): Promise<readonly DemoAccount[]> {
  const { loadDemoData } = await import('../demo/demo-data.js');
  const accounts = withDemoData ? await loadDemoData(app) : [];
  if (!admin) return accounts;
  const { UsersService } = await import('../users/users.service.js');
  await app.get(UsersService, { strict: false }).ensureAdministrator(admin.username, admin.password);
  // That account's password is no longer the demo's.
  return accounts.filter(({ username }) => username !== admin.username);
}

async function listen(app: NestFastifyApplication, { http }: Config): Promise<void> {
  try {
    await app.listen(http.port, http.host);
  } catch (error) {
    throw listenError(error, 'PORT', http.host, http.port);
  }
}
