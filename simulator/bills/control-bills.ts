import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { beijingTime, parseBeijingDay } from '../beijing-time.js';
import { ControlError } from '../control-error.js';
import type { Desk } from '../desk.js';
import { formatYuan } from '../money.js';
import { sendBill } from './bill-download.js';
import type { BillRow } from './bill-row.js';
import { differencesSchema } from './difference.js';

interface BillRoute {
  Params: { date: string };
}

function rowView(row: BillRow): Record<string, unknown> {
  return {
    type: row.type === '交易' ? 'payment' : 'refund',
    trade_no: row.tradeNo,
    out_trade_no: row.outTradeNo,
    out_request_no: row.requestNo === '' ? null : row.requestNo,
    amount: formatYuan(row.amountFen),
    fee: formatYuan(row.feeFen),
    time: beijingTime(row.finishedAt),
  };
}

function dayOf(request: { params: { date: string } }): string {
  const { date } = request.params;
  if (parseBeijingDay(date) === undefined) throw new ControlError(400, '日期的格式是 yyyy-MM-dd');
  return date;
}

/** `/simulator/bills/:date`: read a day's bill before Alipay would give it, and plant differences in it. */
export function registerBills(app: FastifyInstance, desk: Desk): void {
  const { bills } = desk;
  app.get<BillRoute>('/simulator/bills/:date', (request) => {
    const day = dayOf(request);
    return { ready: bills.isReady(day), rows: bills.rows(day).map(rowView) };
  });
  app.get<BillRoute>('/simulator/bills/:date/zip', (request, reply) => sendBill(reply, dayOf(request), desk));
  const path = '/simulator/bills/:date/differences';
  app.get<BillRoute>(path, (request) => ({ items: bills.differences(dayOf(request)) }));
  app.put<BillRoute>(path, (request) => {
    const day = dayOf(request);
    bills.setDifferences(day, v.parse(differencesSchema, request.body));
    return { items: bills.differences(day) };
  });
  app.delete<BillRoute>(path, (request) => {
    bills.setDifferences(dayOf(request), []);
    return { items: [] };
  });
}
