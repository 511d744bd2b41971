import { Global, Module } from '@nestjs/common';
import { RateLimiter } from './rate-limiter.js';

/** How often is too often: one limiter for every concept that has something to limit. */
@Global()
@Module({ providers: [RateLimiter], exports: [RateLimiter] })
export class LimitsModule {}
