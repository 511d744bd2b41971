import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { SealMemory } from './seals/seal-memory.js';
import { Sealing } from './seals/sealing.js';
import { StatementService } from './statements/statement.service.js';
import { TransactionExport } from './transaction-export.js';
import { WalletController } from './wallet.controller.js';
import { WalletService } from './wallet.service.js';

/** Accounts and transfers. Money moves by post.ts alone, which runs in the transaction of whoever settles or refunds. */
@Module({
  imports: [UsersModule],
  controllers: [WalletController],
  providers: [Sealing, SealMemory, StatementService, TransactionExport, WalletService],
  exports: [Sealing, SealMemory],
})
export class WalletModule {}
