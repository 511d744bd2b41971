import { randomInt } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { readEarlierOutTradeNo } from './earlier-out-trade-no.js';
import { type OrderNumberKeys, orderNumberKeys } from './order-number-keys.js';
import type { OrderOrigin } from './order-origin.js';
import { newOutTradeNo, readOutTradeNo, TURNS } from './out-trade-no.js';

const KEY = statement<{ key: Buffer }>('payments.order_number_key', 'SELECT key FROM order_number_key');

/** Makes and reads order numbers with keys that follow from the database's own, which never changes. */
@Injectable()
export class OrderNumbers implements OnModuleInit {
  private keys: OrderNumberKeys | undefined;
  private latest = { millisecond: 0, turn: 0 };

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    const [row] = await execute(this.dataSource, KEY, []);
    if (!row) throw new Error('the database has lost its key for order numbers');
    this.keys = orderNumberKeys(row.key);
  }

  make(origin: OrderOrigin): string {
    return newOutTradeNo(this.known(), origin, this.nextTurn(origin.createdTime.getTime()));
  }

  /** Undefined where the number is not one of this database's, or of an earlier version, which said nothing. */
  read(outTradeNo: string): OrderOrigin | undefined {
    const keys = this.known();
    return readOutTradeNo(keys, outTradeNo) ?? readEarlierOutTradeNo(keys.earlier, outTradeNo);
  }

  /** Begins anywhere in each millisecond, since other instances count as well, and goes on from there. */
  private nextTurn(millisecond: number): number {
    const { latest } = this;
    const turn = millisecond === latest.millisecond ? (latest.turn + 1) % TURNS : randomInt(TURNS);
    this.latest = { millisecond, turn };
    return turn;
  }

  private known(): OrderNumberKeys {
    if (!this.keys) throw new Error('the key for order numbers has not been read yet');
    return this.keys;
  }
}
