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
import { PaymentMetrics } from './payment-metrics.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PAYMENT_PROVIDER } from './provider/payment-provider.js';
import { Refund } from './refund.entity.js';
import { Returns } from './returns.js';
import { RewardEventRow } from './reward-event.entity.js';
import { RewardAdministration } from './reward-administration.js';
import { Reward } from './reward.entity.js';
import { RewardPresenter } from './reward.presenter.js';
import { RewardsService } from './rewards.service.js';
import { Settlement } from './settle.js';
import { TipAnswers } from './tip-answers.js';

/** Tips: create, settle, callbacks, lists. Another provider is one more line here. */
@Module({
  imports: [TypeOrmModule.forFeature([Reward, RewardEventRow, Callback, Refund]), UsersModule],
  controllers: [PaymentsController],
  providers: [
    { provide: PAYMENT_PROVIDER, useClass: AlipayProvider },
    BalanceTips,
    CallbackAnswers,
    CallbackLog,
    Drain,
    Inquiry,
    Notifications,
    OrderWriter,
    PaymentMetrics,
    PaymentsService,
    Returns,
    RewardAdministration,
    RewardPresenter,
    RewardsService,
    Settlement,
    TipAnswers,
  ],
  exports: [RewardAdministration],
})
export class PaymentsModule {}
