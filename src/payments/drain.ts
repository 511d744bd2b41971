import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CallbackLog } from './callback-log.js';
import { OrderWriter } from './create-order.js';
import { Inquiry } from './inquiry.js';
import { Settlement } from './settle.js';

/** A shutdown waits for what was begun, before the database's connections close. */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  constructor(
    private readonly orders: OrderWriter,
    private readonly inquiry: Inquiry,
    private readonly settlement: Settlement,
    private readonly callbacks: CallbackLog,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.inquiry.idle();
    await Promise.all([this.orders.idle(), this.settlement.idle(), this.callbacks.idle()]);
  }
}
