import { setTimeout as sleep } from 'node:timers/promises';
import { both } from '../config/config-error.js';
import { SteadyClient } from '../database/steady-client.js';
import { StartError } from './start-error.js';

/** A database that starts together with the server is given this long, in seconds. */
const PATIENCE_SECONDS = 10;

/** It is there but not yet up, or its name is not known yet. */
const PASSING = ['ECONNREFUSED', 'EAI_AGAIN', '57P03'];

const sentences: Record<string, string> = {
  ECONNREFUSED: both('连不上数据库：那里没有 PostgreSQL', 'no PostgreSQL answers at DATABASE_URL'),
  ETIMEDOUT: both('连接数据库超时', 'the database at DATABASE_URL did not answer in time'),
  ENOTFOUND: both('找不到数据库主机', 'the host in DATABASE_URL is not known'),
  EAI_AGAIN: both('找不到数据库主机', 'the host in DATABASE_URL is not known'),
  '57P03': both('数据库还在启动', 'the database is still starting'),
  '28P01': both('数据库用户名或密码不对', 'wrong user or password in DATABASE_URL'),
  '28000': both('数据库拒绝了这个用户', 'the database refuses the user in DATABASE_URL'),
  '3D000': both('数据库不存在', 'the database named in DATABASE_URL does not exist'),
};

/**
 * Makes sure that the database answers, waiting a little for one that is starting.
 *
 * @throws StartError that says why it does not
 */
export async function checkDatabase(url: string, patienceSeconds = PATIENCE_SECONDS): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await tryConnecting(url);
      return;
    } catch (error) {
      const code = codeOf(error);
      if (attempt >= patienceSeconds || !PASSING.includes(code)) throw translated(error, code);
      await sleep(1000);
    }
  }
}

async function tryConnecting(url: string): Promise<void> {
  const client = new SteadyClient({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'zanshang start',
  });
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A host with two addresses fails with an AggregateError, whose parts carry the code. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: string };
  return code ?? '';
}

function translated(error: unknown, code: string): unknown {
  const sentence = sentences[code];
  return sentence === undefined ? error : new StartError(`DATABASE_URL: ${sentence}`);
}
