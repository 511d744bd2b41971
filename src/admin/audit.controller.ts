import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditTrail } from '../audit/audit-trail.js';
import { ActPage, AuditQuery } from '../audit/audit.dto.js';
import { Access } from '../auth/access.decorator.js';

@ApiTags('admin')
@Controller('admin/audit')
@Access('admin')
export class AdminAuditController {
  constructor(private readonly trail: AuditTrail) {}

  /** What administrators have done, by any filters, newest first. */
  @Get()
  list(@Query() query: AuditQuery): Promise<ActPage> {
    return this.trail.list(query);
  }
}
