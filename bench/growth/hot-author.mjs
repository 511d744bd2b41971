import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Registry } from 'prom-client';
import { AMOUNT_FEN, fillOrders, orderNumber, orderPrefix } from '../setup/market.mjs';

const TOGETHER = 256;
const PARTS = 10;

/**
 * Settles that many tips to one author with the server's own code, without HTTP and signatures, which would take longer
 * than the database. @returns credits a second in each tenth of the way
 */
export async function creditHotAuthor(client, databaseUrl, count, market) {
  const prefix = orderPrefix(randomBytes(8).toString('hex'));
  await fillOrders(client, { prefix, from: 0, to: count, hot: true }, market);
  const { dataSourceOptions } = await import('../../dist/src/database/options.js');
  const { Settlement } = await import('../../dist/src/payments/settle.js');
  const { PaymentMetrics } = await import('../../dist/src/payments/payment-metrics.js');
  const dataSource = await new DataSource(dataSourceOptions(databaseUrl, 4)).initialize();
  try {
    const settlement = new Settlement(dataSource, new PaymentMetrics(new Registry()));
    const rates = [];
    for (let part = 0; part < PARTS; part++) {
      const [from, to] = [part, part + 1].map((edge) => Math.floor((count * edge) / PARTS));
      const begun = Date.now();
      await settleAll(settlement, prefix, from, to);
      rates.push((1000 * (to - from)) / (Date.now() - begun));
    }
    return rates;
  } finally {
    await dataSource.destroy();
  }
}

async function settleAll(settlement, prefix, from, to) {
  let next = from;
  const work = async () => {
    while (next < to) {
      const outcome = await settlement.settle(proofOf(orderNumber(prefix, next++)));
      if (outcome !== 'settled') throw new Error(`an order was ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
}

function proofOf(outTradeNo) {
  const params = { out_trade_no: outTradeNo, trade_no: `T${outTradeNo}`, total_amount: '5.00' };
  return {
    source: 'notify',
    receivedTime: new Date(),
    raw: { params, digest: randomBytes(16) },
    message: {
      outTradeNo,
      tradeNo: params.trade_no,
      amountFen: BigInt(AMOUNT_FEN),
      state: 'paid',
      refundedFen: 0n,
      refundRequestNo: undefined,
      stranger: undefined,
    },
  };
}
