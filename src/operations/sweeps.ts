import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { NightlyCheck } from '../books/nightly-check.js';
import { CONFIG, type Config } from '../config/config.js';
import { OrderSweep } from '../payments/sweeps/order-sweep.js';
import { RefundSweep } from '../payments/sweeps/refund-sweep.js';
import { WithdrawalSweep } from '../payouts/withdrawal-sweep.js';
import { BillSweep } from '../reconciliation/bill-sweep.js';
import { Sealing } from '../wallet/seals/sealing.js';
import { Repeating } from './repeating.js';

/** Due work is looked for at least this often, in seconds; what is due is decided by the rows themselves. */
const LOOK_SECONDS = 10;

/** The same for what is due once a day. */
const DAILY_LOOK_SECONDS = 60;

/** The same for sealing, of which one turn does a bounded part. */
const SEAL_SECONDS = 20;

/** Work done by the clock, by every instance at once: each claims rows that no other one has. */
@Injectable()
export class Sweeps implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly repeating: readonly Repeating[];

  constructor(
    @Inject(CONFIG) { orders }: Config,
    private readonly orderSweep: OrderSweep,
    private readonly refundSweep: RefundSweep,
    private readonly withdrawalSweep: WithdrawalSweep,
    private readonly billSweep: BillSweep,
    private readonly nightlyCheck: NightlyCheck,
    private readonly sealing: Sealing,
    registry: Registry,
  ) {
    const failures = new Counter({
      name: 'zanshang_job_failures_total',
      help: 'Turns of a repeated job that failed',
      labelNames: ['job'],
      registers: [registry],
    });
    const look = Math.min(orders.confirmSweepSeconds, LOOK_SECONDS);
    const jobs = [
      { name: 'confirm', everySeconds: look, run: () => this.orderSweep.confirm() },
      { name: 'expire', everySeconds: orders.expirySweepSeconds, run: () => this.orderSweep.expire() },
      { name: 'refunds', everySeconds: look, run: () => this.refundSweep.resolve() },
      { name: 'withdrawals', everySeconds: look, run: () => this.withdrawalSweep.resolve() },
      { name: 'bills', everySeconds: DAILY_LOOK_SECONDS, run: () => this.billSweep.run() },
      { name: 'seals', everySeconds: SEAL_SECONDS, run: () => this.sealing.run() },
      { name: 'books', everySeconds: DAILY_LOOK_SECONDS, run: () => this.nightlyCheck.run() },
    ];
    const logger = new Logger('Sweeps');
    this.repeating = jobs.map(
      (job) =>
        new Repeating(job, logger, (name) => {
          failures.inc({ job: name });
        }),
    );
  }

  onApplicationBootstrap(): void {
    for (const job of this.repeating) job.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.repeating.map((job) => job.stop()));
  }
}
