import { Global, Module } from '@nestjs/common';
import { Registry } from 'prom-client';

/** One registry an application, so that two of them (tests) can live in one process. */
@Global()
@Module({ providers: [{ provide: Registry, useFactory: () => new Registry() }], exports: [Registry] })
export class MetricsModule {}
