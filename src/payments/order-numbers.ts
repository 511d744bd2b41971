import { createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { execute, statement } from '../database/statement.js';
import { newOutTradeNo, type OrderOrigin, readOutTradeNo } from './out-trade-no.js';

const KEY = statement<{ key: Buffer }>('payments.order_number_key', 'SELECT key FROM order_number_key');

/** Makes and reads order numbers with the database's own key, which never changes. */
@Injectable()
export class OrderNumbers implements OnModuleInit {
  private key: KeyObject | undefined;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    const [row] = await execute(this.dataSource, KEY, []);
    if (!row) throw new Error('the database has lost its key for order numbers');
    this.key = createSecretKey(row.key);
  }

  make(origin: OrderOrigin): string {
    return newOutTradeNo(this.known(), origin);
  }

  /** Undefined where the number is not one of this database's, or of an earlier version, which said nothing. */
  read(outTradeNo: string): OrderOrigin | undefined {
    return readOutTradeNo(this.known(), outTradeNo);
  }

  private known(): KeyObject {
    if (!this.key) throw new Error('the key for order numbers has not been read yet');
    return this.key;
  }
}
