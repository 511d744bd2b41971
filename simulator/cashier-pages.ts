import { beijingTime } from './beijing-time.js';
import type { GatewayError } from './errors.js';
import { html, page, type Html } from './html.js';
import { formatYuan } from './money.js';
import type { Trade } from './trade.js';

function remaining(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), '天'],
    [Math.floor(seconds / 3600) % 24, '小时'],
    [Math.floor(seconds / 60) % 60, '分'],
  ] as const;
  return [...parts.filter(([count]) => count > 0), [seconds % 60, '秒'] as const]
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

function button(action: string, token: string, label: string, main: boolean): Html {
  return html`<form method="post" action="/cashier/${action}">
    <input type="hidden" name="token" value="${token}" />
    <button type="submit" class="${main ? 'main' : 'plain'}">${label}</button>
  </form>`;
}

function link(address: string | undefined, label: string): Html {
  return address === undefined ? html`` : html`<p><a class="button" href="${address}">${label}</a></p>`;
}

function message(title: string, text: string, more: Html = html``): string {
  return page(
    title,
    html`<section class="card">
      <h1>${title}</h1>
      <p>${text}</p>
      ${more}
    </section>`,
  );
}

/** The cashier of a trade that waits for its buyer. */
export function cashierPage(trade: Trade, payee: string, now: number): string {
  return page(
    '收银台',
    html`<section class="card">
      <h1>收银台</h1>
      <p class="amount">¥${formatYuan(trade.totalFen)}</p>
      <dl>
        <dt>商品</dt>
        <dd>${trade.subject}</dd>
        <dt>收款方</dt>
        <dd>${payee}</dd>
        <dt>订单号</dt>
        <dd>${trade.outTradeNo}</dd>
        <dt>剩余时间</dt>
        <dd>${remaining(trade.closesAt - now)}（北京时间 ${beijingTime(trade.closesAt)} 前有效）</dd>
      </dl>
      ${button('pay', trade.cashierToken, '确认付款', true)}
      ${button('cancel', trade.cashierToken, '取消', false)}
    </section>`,
  );
}

export function paidPage(trade: Trade, back: string | undefined): string {
  const text = `订单 ${trade.outTradeNo} 已经付款 ¥${formatYuan(trade.totalFen)}，不会再次扣款。`;
  return message('已付款', text, link(back, '返回商家'));
}

export function closedPage(trade: Trade): string {
  return message('交易已关闭', `订单 ${trade.outTradeNo} 已超时或已关闭，不能付款。`);
}

export function expiredPage(): string {
  return message('订单已过期', '这个订单已超过付款时间，没有产生交易。请回到商家重新下单。');
}

export function cancelledPage(trade: Trade, now: number): string {
  const origin = trade.returnUrl === null ? undefined : new URL(trade.returnUrl).origin;
  const text = `没有付款。订单 ${trade.outTradeNo} 还可以在 ${remaining(trade.closesAt - now)} 内付款。`;
  return message('已取消', text, link(origin, '返回商家网站'));
}

export function unknownPage(): string {
  return message('找不到这个页面', '收银台的地址不正确或已失效。请回到商家重新打开付款页面。');
}

/** What the gateway says to a browser when it refuses a request; the text it verified stands in it whole. */
export function errorPage(error: GatewayError): string {
  return page(
    '请求被拒绝',
    html`<section class="card">
      <h1>请求被拒绝</h1>
      <dl>
        <dt>code</dt>
        <dd>${error.code} ${error.msg}</dd>
        <dt>sub_code</dt>
        <dd>${error.subCode}</dd>
      </dl>
      <pre>${error.subMsg}</pre>
    </section>`,
  );
}
