import type { Client } from 'pg';
import { both } from '../config/config-error.js';
import { type Finding, right, wrong } from './finding.js';

interface Limits {
  /** Connections that ordinary users may have, all together. */
  readonly usable: number;
}

/** The server's connections less those it keeps for superusers (and, from 16 on, for a role); a limit may be lower. */
const LIMITS = `
  SELECT least(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(nullif(current_setting('reserved_connections', true), '')::int, 0),
    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()),
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user)) AS usable`;

/** Whether the pool fits into what the database allows, and how often. */
export async function examineCapacity(client: Client, poolSize: number): Promise<Finding[]> {
  const { rows } = await client.query<Limits>(LIMITS);
  const usable = rows[0]?.usable ?? 0;
  // A start or a command needs one beside the pool.
  const instances = Math.floor((usable - 1) / poolSize);
  const zh = `数据库允许 ${usable} 个连接，每个进程使用 ${poolSize} 个`;
  const en = `the database allows ${usable} connections, each process takes ${poolSize}`;
  if (instances > 0)
    return [right(both(`${zh}：最多 ${instances} 个进程`, `${en}: ${instances} processes fit`))];
  const remedy = both(
    '减小 DATABASE_POOL_SIZE，或增大 max_connections',
    'lower DATABASE_POOL_SIZE or raise max_connections',
  );
  return [wrong(both(`${zh}，不够`, `${en}: too few`), remedy)];
}
