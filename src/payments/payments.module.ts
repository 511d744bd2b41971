import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsersModule } from '../users/users.module.js';
import { AlipayProvider } from './alipay/alipay.provider.js';
import { BalanceTips } from './balance-tip.js';
import { Callback } from './callback.entity.js';
import { CallbackAnswers } from './callback-answers.js';
import { CallbackLog } from './callback-log.js';
import { OrderWriter } from './create-order.js';
import { Drain } from './drain.js';
import { Inquiry } from './inquiry.js';
import { Notifications } from './notifications.js';
import { LostOrders } from './lost-orders.js';
import { OrderNumbers } from './order-numbers.js';
import { PaymentAttention } from './payment-attention.js';
import { PaymentMetrics } from './payment-metrics.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PAYMENT_PROVIDER } from './provider/payment-provider.js';
import { Receipts } from './receipts.js';
import { Refund } from './refund.entity.js';
import { Returns } from './returns.js';
import { RewardExport } from './reward-export.js';
import { RewardEventRow } from './reward-event.entity.js';
import { RewardAdministration } from './reward-administration.js';
import { Reward } from './reward.entity.js';
import { RewardPresenter } from './reward.presenter.js';
import { BilledRefunds } from './refunds/billed-refund.js';
import { ProviderRefunds } from './refunds/provider-refund.js';
import { RefundAnswers } from './refunds/refund-answers.js';
import { RefundAttempts } from './refunds/refund-attempt.js';
import { RefundDecisions } from './refunds/refund-decisions.js';
import { RefundService } from './refunds/refund.service.js';
import { RewardsService } from './rewards.service.js';
import { Settlement } from './settle.js';
import { Statistics } from './statistics/statistics.service.js';
import { OrderSweep } from './sweeps/order-sweep.js';
import { RefundSweep } from './sweeps/refund-sweep.js';
import { TipAnswers } from './tip-answers.js';

/** Tips: create, settle, callbacks, lists. Another provider is one more line here. */
@Module({
  imports: [TypeOrmModule.forFeature([Reward, RewardEventRow, Callback, Refund]), UsersModule],
  controllers: [PaymentsController],
  providers: [
    { provide: PAYMENT_PROVIDER, useClass: AlipayProvider },
    BalanceTips,
    BilledRefunds,
    CallbackAnswers,
    CallbackLog,
    Drain,
    Inquiry,
    LostOrders,
    Notifications,
    OrderNumbers,
    OrderSweep,
    OrderWriter,
    PaymentAttention,
    PaymentMetrics,
    PaymentsService,
    ProviderRefunds,
    Receipts,
    RefundAnswers,
    RefundAttempts,
    RefundDecisions,
    RefundService,
    RefundSweep,
    Returns,
    RewardAdministration,
    RewardExport,
    RewardPresenter,
    RewardsService,
    Settlement,
    Statistics,
    TipAnswers,
  ],
  exports: [
    RewardAdministration,
    RewardExport,
    RefundAnswers,
    OrderSweep,
    RefundSweep,
    BilledRefunds,
    Inquiry,
    OrderNumbers,
    PaymentAttention,
    Statistics,
  ],
})
export class PaymentsModule {}
