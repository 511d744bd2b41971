import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, type FindOptionsWhere, LessThan, Raw, Repository } from 'typeorm';
import { type Administrator, recordAct } from '../audit/act.js';
import { execute } from '../database/statement.js';
import { inTransaction } from '../database/transaction.js';
import { ID_PATTERN, isId } from '../http/ids.js';
import { decodeCursor, pageSize, toPage } from '../http/page.dto.js';
import type {
  AdminUserPage,
  AdminUserResponse,
  ChangeUserRequest,
  UsersQuery,
} from './user-administration.dto.js';
import { User } from './user.entity.js';
import { LastAdmin, UserNotFound } from './users.errors.js';
import { lockActiveAdmins, usersWithSecondFactor } from './users.queries.js';

/** What administrators do with accounts. */
@Injectable()
export class UserAdministration {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /** The users who fit, newest first. */
  async list(query: UsersQuery): Promise<AdminUserPage> {
    const size = pageSize(query);
    const [before] = decodeCursor(query.cursor, [ID_PATTERN]) ?? [];
    const found = await this.users.find({
      where: condition(query, before),
      order: { id: 'DESC' },
      take: size + 1,
    });
    const guarded = await this.withSecondFactor(found);
    return toPage(
      found,
      size,
      (user) => [user.id],
      (user) => presentForAdmin(user, guarded),
    );
  }

  /**
   * Changes a user's role or activity. Deactivation ends every session, so that activation revives none.
   * @throws UserNotFound
   * @throws LastAdmin when no active administrator would be left, also when two are taken away at the same moment.
   */
  async update(admin: Administrator, id: string, request: ChangeUserRequest): Promise<AdminUserResponse> {
    const user = await inTransaction(this.users.manager.dataSource, async (tx) => {
      const admins = await execute(tx, lockActiveAdmins, []);
      const changed = await findForUpdate(tx, id);
      const before = standing(changed);
      changed.role = request.role ?? changed.role;
      if (changed.isActive && request.is_active === false) changed.sessionNumber += 1;
      changed.isActive = request.is_active ?? changed.isActive;
      const stays = changed.role === 'admin' && changed.isActive;
      if (!stays && admins.length === 1 && admins[0]?.id === id) throw new LastAdmin();
      const { role, isActive, sessionNumber } = changed;
      await tx.update(User, { id }, { role, isActive, sessionNumber });
      const detail = { before, after: standing(changed) };
      await recordAct(tx, admin, { action: 'user.change', subject: id, detail });
      return changed;
    });
    return presentForAdmin(user, await this.withSecondFactor([user]));
  }

  private async withSecondFactor(users: readonly User[]): Promise<ReadonlySet<string>> {
    const ids = users.map(({ id }) => id);
    const rows = await execute(this.users.manager.dataSource, usersWithSecondFactor, [ids]);
    return new Set(rows.map((row) => row.user_id));
  }
}

/** What administrators change of a user. */
function standing({ role, isActive }: User) {
  return { role, is_active: isActive };
}

async function findForUpdate(tx: EntityManager, id: string): Promise<User> {
  const user = isId(id)
    ? await tx.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } })
    : undefined;
  if (!user) throw new UserNotFound();
  return user;
}

function condition(
  { q, role, is_active: isActive }: UsersQuery,
  before: string | undefined,
): FindOptionsWhere<User> {
  return {
    ...(before !== undefined && { id: LessThan(before) }),
    ...(q !== undefined && { username: startsWith(q) }),
    ...(role !== undefined && { role }),
    ...(isActive !== undefined && { isActive: isActive === 'true' }),
  };
}

function startsWith(prefix: string) {
  const pattern = `${prefix.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return Raw((column) => `lower(${column}) LIKE :pattern`, { pattern });
}

function presentForAdmin(user: User, guarded: ReadonlySet<string>): AdminUserResponse {
  const { id, username, nickname, avatar, role, isActive, createdTime } = user;
  return {
    id,
    username,
    nickname,
    avatar,
    role,
    is_active: isActive,
    has_second_factor: guarded.has(id),
    created_time: createdTime.toISOString(),
  };
}
