import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  cancelledPage,
  cashierPage,
  closedPage,
  expiredPage,
  paidPage,
  unknownPage,
} from './cashier-pages.js';
import type { Desk } from './desk.js';
import { sendPage } from './http.js';
import { signedReturnUrl } from './synchronous-return.js';
import type { Order, Trade } from './trade.js';

function backLink(trade: Trade, desk: Desk): string | undefined {
  return signedReturnUrl(trade, desk.identity, desk.now());
}

function statePage(trade: Trade, desk: Desk): string {
  if (trade.paidAt !== null) return paidPage(trade, backLink(trade, desk));
  if (trade.status === 'TRADE_CLOSED') return closedPage(trade);
  return cashierPage(trade, desk.identity.sellerId, desk.now());
}

/** The buyer opens the cashier with a verified order: the trade begins here, if it has not. */
export function openCashier(order: Order, desk: Desk): string {
  const trade = desk.book.open(order);
  return trade ? statePage(trade, desk) : expiredPage();
}

function pay(trade: Trade, desk: Desk, reply: FastifyReply): FastifyReply {
  if (!desk.book.pay(trade)) return sendPage(reply, closedPage(trade));
  const back = backLink(trade, desk);
  return back === undefined ? sendPage(reply, paidPage(trade, undefined)) : reply.redirect(back, 302);
}

function tradeOfForm(body: unknown, desk: Desk): Trade | undefined {
  const form = new URLSearchParams(typeof body === 'string' ? body : '');
  return desk.book.findByToken(form.get('token') ?? '');
}

/** The cashier's two buttons and the address behind a QR code. */
export function registerCashier(app: FastifyInstance, desk: Desk): void {
  app.post('/cashier/pay', (request, reply) => {
    const trade = tradeOfForm(request.body, desk);
    return trade ? pay(trade, desk, reply) : sendPage(reply.code(404), unknownPage());
  });
  app.post('/cashier/cancel', (request, reply) => {
    const trade = tradeOfForm(request.body, desk);
    if (!trade) return sendPage(reply.code(404), unknownPage());
    const waits = trade.status === 'WAIT_BUYER_PAY';
    return sendPage(reply, waits ? cancelledPage(trade, desk.now()) : statePage(trade, desk));
  });
  app.get<{ Params: { token: string } }>('/qr/:token', (request, reply) => {
    const code = desk.store.findCode(request.params.token);
    if (!code) return sendPage(reply.code(404), unknownPage());
    const dead = code.diesAt <= desk.now();
    return sendPage(reply, dead ? expiredPage() : openCashier(code.order, desk));
  });
}
