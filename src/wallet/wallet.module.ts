import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { WalletController } from './wallet.controller.js';
import { WalletService } from './wallet.service.js';

/** Accounts and transfers. Money moves by post.ts alone, which runs in the transaction of whoever settles or refunds. */
@Module({ imports: [UsersModule], controllers: [WalletController], providers: [WalletService] })
export class WalletModule {}
