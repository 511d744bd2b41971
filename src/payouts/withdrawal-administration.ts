import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Administrator } from '../audit/act.js';
import { execute, statement } from '../database/statement.js';
import { ID_PATTERN, isId } from '../http/ids.js';
import { decodeCursor, pageSize, toPage } from '../http/page.dto.js';
import { UsersService } from '../users/users.service.js';
import type {
  AdminWithdrawalPage,
  AdminWithdrawalStory,
  AdminWithdrawalsQuery,
  ApproveWithdrawalRequest,
  PayByHandRequest,
  RejectWithdrawalRequest,
  WithdrawalHistoryEntry,
} from './withdrawal-administration.dto.js';
import { WithdrawalDecisions } from './withdrawal-decisions.js';
import { WITHDRAWAL_COLUMNS, type WithdrawalRow } from './withdrawal-row.js';
import { presentForAdmin } from './withdrawal.presenter.js';
import { WithdrawalNotFound } from './withdrawals.errors.js';

const LIST = statement<WithdrawalRow>(
  'payouts.list',
  `SELECT ${WITHDRAWAL_COLUMNS} FROM withdrawal
   WHERE ($1::text IS NULL OR status = $1) AND ($2::uuid IS NULL OR owner_id = $2) AND ($3::uuid IS NULL OR id < $3)
   ORDER BY id DESC LIMIT $4`,
);

const BY_ID = statement<WithdrawalRow>(
  'payouts.for_admin',
  `SELECT ${WITHDRAWAL_COLUMNS} FROM withdrawal WHERE id = $1`,
);

interface EventRow {
  time: Date;
  source: WithdrawalHistoryEntry['source'];
  actor_id: string | null;
  status: WithdrawalRow['status'];
  detail: Record<string, string>;
}

const EVENTS = statement<EventRow>(
  'payouts.events',
  'SELECT time, source, actor_id, status, detail FROM withdrawal_event WHERE withdrawal_id = $1 ORDER BY id',
);

/** What administrators see of withdrawals, and what they see after a decision. */
@Injectable()
export class WithdrawalAdministration {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly decisions: WithdrawalDecisions,
  ) {}

  /** Withdrawals by any filters, newest first. */
  async list(query: AdminWithdrawalsQuery): Promise<AdminWithdrawalPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const ownerId = query.user === undefined ? undefined : await this.users.findIdByName(query.user);
    if (ownerId === null) return { items: [], next_cursor: null };
    const values = [query.status ?? null, ownerId ?? null, before, size + 1];
    const rows = await execute(this.dataSource, LIST, values);
    const people = await this.users.findMany(rows.map(({ owner_id }) => owner_id));
    return toPage(
      rows,
      size,
      ({ id }) => [id],
      (row) => presentForAdmin(row, people),
    );
  }

  /** @throws WithdrawalNotFound */
  async read(id: string): Promise<AdminWithdrawalStory> {
    const [row] = isId(id) ? await execute(this.dataSource, BY_ID, [id]) : [];
    if (!row) throw new WithdrawalNotFound();
    const events = await execute(this.dataSource, EVENTS, [id]);
    const actors = events.flatMap(({ actor_id }) => actor_id ?? []);
    const people = await this.users.findMany([row.owner_id, ...actors]);
    return {
      ...presentForAdmin(row, people),
      history: events.map(({ time, source, actor_id, status, detail }) => ({
        time: time.toISOString(),
        source,
        actor: (actor_id !== null && people.get(actor_id)) || null,
        status,
        detail,
      })),
    };
  }

  /** Decides, and answers with what has become of it. @throws what WithdrawalDecisions throws */
  async approve(
    admin: Administrator,
    id: string,
    request: ApproveWithdrawalRequest,
  ): Promise<AdminWithdrawalStory> {
    await this.decisions.approve(admin, id, request);
    return this.read(id);
  }

  async reject(
    admin: Administrator,
    id: string,
    request: RejectWithdrawalRequest,
  ): Promise<AdminWithdrawalStory> {
    await this.decisions.reject(admin, id, request);
    return this.read(id);
  }

  async payByHand(
    admin: Administrator,
    id: string,
    request: PayByHandRequest,
  ): Promise<AdminWithdrawalStory> {
    await this.decisions.payByHand(admin, id, request);
    return this.read(id);
  }
}
