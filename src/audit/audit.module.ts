import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';

/** The record of what administrators do. Acts are recorded by act.ts, in the transaction of whoever does them. */
@Module({ providers: [AuditTrail], exports: [AuditTrail] })
export class AuditModule {}
