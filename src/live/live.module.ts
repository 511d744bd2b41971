import { Module } from '@nestjs/common';
import { LiveListener } from './listener.js';

/** What has just changed, told to every instance. Who tells it needs `announce` alone. */
@Module({ providers: [LiveListener], exports: [LiveListener] })
export class LiveModule {}
