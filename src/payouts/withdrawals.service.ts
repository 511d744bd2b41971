import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { CONFIG, type Config } from '../config/config.js';
import { execute, statement } from '../database/statement.js';
import { inTransaction } from '../database/transaction.js';
import { ID_PATTERN } from '../http/ids.js';
import { decodeCursor, type PageQuery, pageSize, toPage } from '../http/page.dto.js';
import { parseMoneyInput } from '../money/money.dto.js';
import {
  type IdempotencyKey,
  claim,
  findResource,
  idempotencyKey,
  requireIdempotencyKeyShape,
} from '../payments/idempotency.js';
import { InsufficientBalance } from '../wallet/wallet.errors.js';
import { lockHoldings } from '../wallet/withdrawable.js';
import { recordEvent } from './withdrawal-change.js';
import { setAside } from './withdrawal-movements.js';
import { WITHDRAWAL_COLUMNS, type WithdrawalRow } from './withdrawal-row.js';
import { presentWithdrawal } from './withdrawal.presenter.js';
import type { CreateWithdrawalRequest, WithdrawalPage, WithdrawalResponse } from './withdrawals.dto.js';
import { BelowMinimum, NotWithdrawableYet } from './withdrawals.errors.js';

interface Wanted {
  readonly amountFen: bigint;
  readonly account: string;
  readonly name: string;
}

const INSERT = statement<WithdrawalRow>(
  'payouts.insert',
  `INSERT INTO withdrawal (id, owner_id, amount_fen, account, name, status) VALUES ($1, $2, $3, $4, $5, 'requested')
   RETURNING ${WITHDRAWAL_COLUMNS}`,
);

const BY_ID = statement<WithdrawalRow>(
  'payouts.by_id',
  `SELECT ${WITHDRAWAL_COLUMNS} FROM withdrawal WHERE id = $1`,
);

const OF_OWNER = statement<WithdrawalRow>(
  'payouts.of_owner',
  `SELECT ${WITHDRAWAL_COLUMNS} FROM withdrawal WHERE owner_id = $1 AND ($2::uuid IS NULL OR id < $2)
   ORDER BY id DESC LIMIT $3`,
);

/** What people do with withdrawals: ask for one, look at them. */
@Injectable()
export class WithdrawalsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Sets the amount aside until an administrator has decided. The same Idempotency-Key with the same request gives the
   * same withdrawal again.
   *
   * @throws InvalidInput below the minimum
   * @throws InsufficientBalance, NotWithdrawableYet, IdempotencyKeyReused
   */
  async request(
    ownerId: string,
    { amount, account, name }: CreateWithdrawalRequest,
    keyHeader?: string,
  ): Promise<WithdrawalResponse> {
    requireIdempotencyKeyShape(keyHeader);
    const wanted = { amountFen: parseMoneyInput(amount) ?? 0n, account, name: name.trim() };
    const { minFen } = this.config.withdrawals;
    if (wanted.amountFen < minFen) throw new BelowMinimum(minFen);
    const meaning = [wanted.amountFen.toString(), wanted.account, wanted.name];
    const key = idempotencyKey(ownerId, 'POST /wallet/withdrawals', keyHeader, meaning);
    const row = await inTransaction(this.dataSource, (tx) => this.intend(tx, ownerId, wanted, key));
    return presentWithdrawal(row);
  }

  async listOwn(ownerId: string, query: PageQuery): Promise<WithdrawalPage> {
    const size = pageSize(query);
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await execute(this.dataSource, OF_OWNER, [ownerId, before, size + 1]);
    return toPage(rows, size, ({ id }) => [id], presentWithdrawal);
  }

  /** Everything is judged under the lock of the owner's accounts: of two who want the whole balance one wins. */
  private async intend(
    tx: EntityManager,
    ownerId: string,
    { amountFen, account, name }: Wanted,
    key: IdempotencyKey | undefined,
  ): Promise<WithdrawalRow> {
    const holdings = await lockHoldings(tx, ownerId, this.config.withdrawals.holdDays);
    const earlier = key && (await findResource(tx, key));
    if (earlier !== undefined) return read(tx, earlier);
    if (amountFen > holdings.balanceFen) throw new InsufficientBalance();
    if (amountFen > holdings.withdrawableFen) throw new NotWithdrawableYet();
    const [row] = await execute(tx, INSERT, [uuidv7(), ownerId, amountFen.toString(), account, name]);
    if (!row) throw new Error('a withdrawal was not written');
    await setAside(tx, row);
    await recordEvent(tx, row, { source: 'author', actorId: ownerId }, {});
    if (key && !(await claim(tx, key, row.id))) throw new Error('a key was taken in spite of the lock');
    return row;
  }
}

async function read(tx: EntityManager, id: string): Promise<WithdrawalRow> {
  const [row] = await execute(tx, BY_ID, [id]);
  if (!row) throw new Error('an Idempotency-Key names a withdrawal that does not exist');
  return row;
}
