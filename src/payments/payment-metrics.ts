import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import type { MessageSource } from './proof.js';
import type { Channel } from './reward.entity.js';

/** What the payments folder counts for /metrics. */
@Injectable()
export class PaymentMetrics {
  private readonly created: Counter<'channel'>;
  private readonly callbacks: Counter<'source' | 'outcome'>;
  private readonly settleSeconds: Histogram;
  private readonly settleBatch: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.created = new Counter({
      name: 'zanshang_tips_created_total',
      help: 'Tips created, by channel',
      labelNames: ['channel'],
      registers,
    });
    this.callbacks = new Counter({
      name: 'zanshang_callbacks_total',
      help: 'Messages about orders, by where they came from and what became of them',
      labelNames: ['source', 'outcome'],
      registers,
    });
    this.settleSeconds = new Histogram({
      name: 'zanshang_settle_seconds',
      help: 'How long a settle transaction takes, COMMIT included',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    this.settleBatch = new Histogram({
      name: 'zanshang_settle_batch_size',
      help: 'How many proofs a settle transaction takes together',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    });
  }

  tipCreated(channel: Channel): void {
    this.created.inc({ channel });
  }

  callback(source: MessageSource, outcome: string): void {
    this.callbacks.inc({ source, outcome });
  }

  /** @returns a function to be called when the batch is committed. */
  settleBegins(batchSize: number): () => void {
    this.settleBatch.observe(batchSize);
    return this.settleSeconds.startTimer();
  }
}
