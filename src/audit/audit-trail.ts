import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { ID_PATTERN } from '../http/ids.js';
import { decodeCursor, pageSize, toPage } from '../http/page.dto.js';
import type { ActPage, ActResponse, AuditQuery } from './audit.dto.js';

interface ActRow {
  id: string;
  time: Date;
  admin_id: string;
  admin_name: string;
  address: string;
  request_id: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

const LIST = statement<ActRow>(
  'audit.list',
  `SELECT id, time, admin_id, admin_name, address, request_id, action, subject, detail FROM admin_act
   WHERE ($1::text IS NULL OR admin_id::text = $1 OR lower(admin_name) = lower($1))
     AND ($2::text IS NULL OR action = $2) AND ($3::text IS NULL OR subject = $3)
     AND ($4::timestamptz IS NULL OR time >= $4) AND ($5::timestamptz IS NULL OR time < $5)
     AND ($6::uuid IS NULL OR id < $6)
   ORDER BY id DESC LIMIT $7`,
);

/** What administrators have done. */
@Injectable()
export class AuditTrail {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Acts by any filters, newest first. */
  async list(query: AuditQuery): Promise<ActPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const { admin = null, action = null, subject = null, from, to } = query;
    const values = [admin, action, subject, timeOf(from), timeOf(to), before, size + 1];
    const rows = await execute(this.dataSource, LIST, values);
    return toPage(rows, size, ({ id }) => [id], present);
  }
}

/** A date alone means its beginning in Beijing. */
function timeOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  return new Date(text.includes('T') ? text : `${text}T00:00:00+08:00`);
}

function present({ admin_id: id, admin_name: username, time, ...act }: ActRow): ActResponse {
  return { ...act, time: time.toISOString(), admin: { id, username } };
}
