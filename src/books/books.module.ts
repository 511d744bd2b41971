import { Module } from '@nestjs/common';
import { BooksMetrics } from './books-metrics.js';
import { WalletModule } from '../wallet/wallet.module.js';
import { NightlyCheck } from './nightly-check.js';
import { Recounting } from './recounting.js';

/** The recount of all books, every night. It knows the folders whose checks it runs, and no tables of theirs. */
@Module({
  imports: [WalletModule],
  providers: [BooksMetrics, NightlyCheck, Recounting],
  exports: [NightlyCheck, Recounting],
})
export class BooksModule {}
