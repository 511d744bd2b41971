import { beijingTime } from './beijing-time.js';
import type { Desk } from './desk.js';
import { html, page, type Html } from './html.js';
import { formatYuan } from './money.js';
import { refundedFen, type Trade } from './trade.js';

function row(trade: Trade): Html {
  const accepted = trade.notices.filter((notice) => notice.accepted).length;
  return html`<tr>
    <td><a href="/simulator/trades/${encodeURIComponent(trade.outTradeNo)}">${trade.outTradeNo}</a></td>
    <td>${trade.subject}</td>
    <td>${formatYuan(trade.totalFen)}</td>
    <td>${formatYuan(refundedFen(trade))}</td>
    <td>${trade.status}</td>
    <td>${accepted}/${trade.notices.length}</td>
    <td>${beijingTime(trade.createdAt)}</td>
  </tr>`;
}

/** The front page: who the simulator is, and the trades of late. */
export function indexPage(trades: readonly Trade[], desk: Desk): string {
  const rows =
    trades.length > 0
      ? trades.map(row)
      : html`<tr>
          <td colspan="7">还没有交易。</td>
        </tr>`;
  return page(
    '支付模拟器',
    html`<section class="card">
      <h1>支付模拟器</h1>
      <dl>
        <dt>网关</dt>
        <dd>${desk.url()}/gateway.do</dd>
        <dt>应用</dt>
        <dd>${desk.identity.appId}</dd>
        <dt>商家</dt>
        <dd>${desk.identity.sellerId}</dd>
      </dl>
      <div class="scroll">
        <table>
          <caption>
            最近的交易
          </caption>
          <thead>
            <tr>
              <th scope="col">订单号</th>
              <th scope="col">商品</th>
              <th scope="col">金额</th>
              <th scope="col">已退款</th>
              <th scope="col">状态</th>
              <th scope="col">通知已确认</th>
              <th scope="col">创建时间（北京）</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </section>`,
  );
}
