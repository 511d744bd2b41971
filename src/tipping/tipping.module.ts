import { Module } from '@nestjs/common';
import { TippingController } from './tipping.controller.js';
import { TippingService } from './tipping.service.js';

/** How authors ask for tips. What is tipped is the payments' matter. */
@Module({
  controllers: [TippingController],
  providers: [TippingService],
  exports: [TippingService],
})
export class TippingModule {}
