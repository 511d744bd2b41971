import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../auth/access.decorator.js';
import { type Asker, CurrentUser } from '../auth/current-user.decorator.js';
import { PageQuery } from '../http/page.dto.js';
import { TransactionPage, WalletResponse } from './wallet.dto.js';
import { WalletService } from './wallet.service.js';

@ApiTags('wallet')
@Controller('wallet')
export class WalletController {
  constructor(private readonly wallet: WalletService) {}

  /** My money. */
  @Get()
  @Access('user')
  summary(@CurrentUser() asker: Asker): Promise<WalletResponse> {
    return this.wallet.summary(asker.id);
  }

  /** The fund-flow record (资金流水), newest first. */
  @Get('transactions')
  @Access('user')
  transactions(@CurrentUser() asker: Asker, @Query() query: PageQuery): Promise<TransactionPage> {
    return this.wallet.history(asker.id, query);
  }
}
