import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { Recounting } from '../books/recounting.js';
import { type LedgerCheckResponse, presentRecount } from './ledger.dto.js';

@ApiTags('admin')
@Controller('admin/ledger')
@Access('admin')
export class AdminLedgerController {
  constructor(private readonly recounting: Recounting) {}

  /** Recount the books from the transfers, in one consistent snapshot, and hold the transfers against their seals. */
  @Get('check')
  async check(): Promise<LedgerCheckResponse> {
    return presentRecount(await this.recounting.run());
  }
}
