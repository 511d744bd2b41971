import { Module } from '@nestjs/common';
import { BooksMetrics } from './books-metrics.js';
import { NightlyCheck } from './nightly-check.js';

/** The recount of all books, every night. It knows the folders whose checks it runs, and no tables of theirs. */
@Module({ providers: [BooksMetrics, NightlyCheck], exports: [NightlyCheck] })
export class BooksModule {}
