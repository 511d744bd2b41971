import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { registerBills } from './bills/control-bills.js';
import { ControlError } from './control-error.js';
import { textUpTo } from './control-fields.js';
import { notifyBody, notifyNow } from './control-notify.js';
import { tradeView } from './control-view.js';
import type { Desk } from './desk.js';
import { GatewayError } from './errors.js';
import { faultsSchema } from './faults.js';
import { STYLE } from './html.js';
import { sendPage } from './http.js';
import { indexPage } from './index-page.js';
import { parseYuan } from './money.js';
import { signedReturnUrl } from './synchronous-return.js';
import type { Trade } from './trade.js';
import { registerTransfers } from './transfers/control-transfers.js';

const RECENT = 100;

const refundBody = v.strictObject({
  amount: v.string(),
  out_request_no: v.optional(textUpTo(64)),
  omit_out_biz_no: v.optional(v.boolean()),
});

const dealBody = v.strictObject({ status: v.picklist(['SUCCESS', 'FAIL']) });

interface TradeRoute {
  Params: { out_trade_no: string };
}

interface RefundRoute {
  Params: { out_trade_no: string; out_request_no: string };
}

type TradeAction = (trade: Trade, body: unknown) => unknown;

function refundInConsole(trade: Trade, body: unknown, desk: Desk): unknown {
  const { amount, out_request_no: outRequestNo, omit_out_biz_no: omit } = v.parse(refundBody, body ?? {});
  const amountFen = parseYuan(amount);
  if (amountFen === undefined) throw new ControlError(400, 'amount 应当是元的十进制字符串，如 "1.00"');
  desk.book.refundInConsole(trade, { amountFen, outRequestNo, omitOutBizNo: omit ?? false });
  return tradeView(trade);
}

function dealRefund(trade: Trade, outRequestNo: string, body: unknown, desk: Desk): unknown {
  const { status } = v.parse(dealBody, body ?? {});
  if (!desk.book.dealRefund(trade, outRequestNo, status === 'SUCCESS')) {
    throw new ControlError(409, '没有处理中的这笔退款');
  }
  return tradeView(trade);
}

function tradeActions(desk: Desk): Record<string, TradeAction> {
  return {
    pay: (trade) => {
      if (!desk.book.pay(trade)) throw new ControlError(409, '交易已关闭，不能付款');
      return { return_url: signedReturnUrl(trade, desk.identity, desk.now()) ?? null };
    },
    close: (trade) => {
      desk.book.close(trade);
      return tradeView(trade);
    },
    finish: (trade) => {
      desk.book.finish(trade);
      return tradeView(trade);
    },
    refund: (trade, body) => refundInConsole(trade, body, desk),
    notify: (trade, body) => {
      if (trade.notifyUrl === null) throw new ControlError(409, '交易没有 notify_url');
      return notifyNow(trade, v.parse(notifyBody, body ?? {}), desk);
    },
  };
}

function handleError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof ControlError) return reply.code(error.status).send({ message: error.message });
  if (v.isValiError(error)) return reply.code(400).send({ message: v.summarize(error.issues) });
  if (error instanceof GatewayError) {
    return reply.code(409).send({ sub_code: error.subCode, message: error.subMsg });
  }
  return reply.code(500).send({ message: String(error) });
}

/** A web page elsewhere must not steer the simulator through the visitor's browser. */
function refuseOtherSites(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const foreign = request.headers['sec-fetch-site'] === 'cross-site';
  if (foreign && request.method !== 'GET') void reply.code(403).send({ message: '不接受其他网站发来的请求' });
  else next();
}

function registerTrades(app: FastifyInstance, desk: Desk): void {
  const find = (outTradeNo: string): Trade => {
    const trade = desk.book.find({ outTradeNo });
    if (!trade) throw new ControlError(404, '没有这笔交易：买家打开收银台以后才有交易');
    return trade;
  };
  app.get('/simulator/trades', () => ({ items: desk.book.recent(RECENT).map(tradeView) }));
  app.get<TradeRoute>('/simulator/trades/:out_trade_no', (request) =>
    tradeView(find(request.params.out_trade_no)),
  );
  for (const [name, action] of Object.entries(tradeActions(desk))) {
    app.post<TradeRoute>(`/simulator/trades/:out_trade_no/${name}`, (request) =>
      action(find(request.params.out_trade_no), request.body),
    );
  }
  app.post<RefundRoute>('/simulator/trades/:out_trade_no/refunds/:out_request_no/deal', (request) =>
    dealRefund(find(request.params.out_trade_no), request.params.out_request_no, request.body, desk),
  );
}

function registerFaults(app: FastifyInstance, desk: Desk): void {
  app.get('/simulator/faults', () => desk.faults.current());
  app.put('/simulator/faults', (request) => {
    desk.faults.set(v.parse(faultsSchema, request.body));
    return desk.faults.current();
  });
  app.delete('/simulator/faults', () => {
    desk.faults.reset();
    return desk.faults.current();
  });
}

/** `/simulator`: how tests and curious developers look at trades, play the buyer, and make things go wrong. */
export function registerControl(app: FastifyInstance, desk: Desk): void {
  void app.register((control, _options, done) => {
    control.removeContentTypeParser('application/json');
    control.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      try {
        parsed(null, body === '' ? undefined : JSON.parse(body.toString()));
      } catch {
        parsed(new ControlError(400, '请求体不是合法的 JSON'), undefined);
      }
    });
    control.addHook('onRequest', refuseOtherSites);
    control.setErrorHandler((error, _request, reply) => handleError(error, reply));
    control.get('/', (_request, reply) => reply.redirect('/simulator', 302));
    control.get('/simulator', (_request, reply) =>
      sendPage(reply, indexPage(desk.book.recent(RECENT), desk)),
    );
    control.get('/simulator/style.css', (_request, reply) =>
      reply.type('text/css; charset=utf-8').send(STYLE),
    );
    registerTrades(control, desk);
    registerTransfers(control, desk);
    registerBills(control, desk);
    registerFaults(control, desk);
    done();
  });
}
