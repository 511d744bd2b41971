import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { client } from './client.mjs';

const MONEY = '5.00';

/** The main job: a reader tips an article through Alipay, and its author is credited exactly once. */
export async function tellDemo({ url, simulatorUrl, admin }) {
  const http = client(url);
  const reader = await register(http, 'reader');
  const author = await register(http, 'author');
  const operator = (await http.post('/users/login', admin)).body.token;
  const article = (
    await http.post('/articles', { title: '一篇好文章', content: '# 谢谢你读到这里' }, author.token)
  ).body;
  step(1, `读者 ${reader.name} 和作者 ${author.name} 注册，作者发表《${article.title}》`);
  await showBooks(http, author, operator, '之前 / before');

  const order = await tip(http, reader, article);
  const { outTradeNo } = await payAtCashier(simulatorUrl, order, http);
  await repeatNotification(simulatorUrl, outTradeNo, 2);
  await lookAtReward(http, operator, order.rewardId);

  const check = await showBooks(http, author, operator, '之后 / after');
  const wallet = (await http.get('/wallet', author.token)).body;
  demand(wallet.balance === MONEY, `作者余额应为 ${MONEY}，实为 ${wallet.balance}`);
  demand(check.balanced, `账不平：${JSON.stringify(check.differences)}`);
  console.log('\n✓ 三次通知、一次返回，作者只入账一次，账是平的 / Credited once; the books balance');
}

async function register(http, role) {
  const name = `${role}-${randomBytes(3).toString('hex')}`;
  const { body } = await http.post('/users', { username: name, password: randomBytes(9).toString('hex') });
  return { name, token: body.token };
}

async function tip(http, reader, article) {
  const answer = await http.post(
    '/payments/alipay',
    { money: MONEY, article_id: article.id, message: '写得好' },
    reader.token,
  );
  const payUrl = answer.body;
  const params = new URL(payUrl).searchParams;
  const content = JSON.parse(params.get('biz_content'));
  step(2, `读者打赏 ${MONEY} 元：订单 ${content.out_trade_no}，支付宝收到的金额 ${content.total_amount}`);
  step(
    3,
    `服务器用应用私钥签名 (RSA2)：sign=${params.get('sign').slice(0, 32)}…，${content.time_expire}（北京时间）前有效`,
  );
  return { payUrl, rewardId: answer.location.replace('/rewards/', ''), outTradeNo: content.out_trade_no };
}

async function payAtCashier(simulatorUrl, { payUrl, outTradeNo }, http) {
  const page = await (await fetch(payUrl)).text();
  demand(page.includes('确认付款'), `收银台没有打开：${page.slice(0, 500)}`);
  step(4, '支付宝（模拟器）验过签名，打开收银台；读者点「确认付款」');
  const paid = await client(simulatorUrl).post(`/simulator/trades/${outTradeNo}/pay`);
  const result = await http.get(`/payments/alipay/result${new URL(paid.body.return_url).search}`);
  step(5, `浏览器带着同步返回回来，服务器向支付宝查询后入账：${result.status} ${result.body.message}`);
  return { outTradeNo };
}

async function repeatNotification(simulatorUrl, outTradeNo, repeats) {
  const simulator = client(simulatorUrl);
  const first = await firstNotification(simulator, outTradeNo);
  step(6, `异步通知第 1 次：服务器答 ${first}`);
  for (let i = 2; i <= repeats + 1; i++) {
    const { body } = await simulator.post(`/simulator/trades/${outTradeNo}/notify`);
    step(6, `异步通知第 ${i} 次：服务器答 ${body.answer}`);
    demand(body.answer === 'success', '重复的通知也应答 success');
  }
}

async function firstNotification(simulator, outTradeNo) {
  for (let i = 0; i < 100; i++) {
    const { body } = await simulator.get(`/simulator/trades/${outTradeNo}`);
    const accepted = body.notifications.find((notification) => notification.accepted);
    if (accepted) return accepted.attempts.at(-1).answer;
    await sleep(100);
  }
  throw new Error('没有等到异步通知 / No notification came');
}

async function lookAtReward(http, operator, rewardId) {
  const { body } = await http.get(`/admin/rewards/${rewardId}`, operator);
  step(7, `这笔打赏：${body.status}，支付宝流水号 ${body.trade_no}；经过：`);
  for (const { time, source, kind, outcome, detail } of body.history) {
    console.log(`      ${time}  ${source} ${kind}: ${outcome}${detail.times > 1 ? ` ×${detail.times}` : ''}`);
  }
}

async function showBooks(http, author, operator, when) {
  const wallet = (await http.get('/wallet', author.token)).body;
  const flow = (await http.get('/wallet/transactions', author.token)).body.items;
  const check = (await http.get('/admin/ledger/check', operator)).body;
  console.log(`   ── ${when}：作者余额 ${wallet.balance}，累计收入 ${wallet.earned_total}`);
  for (const { kind, amount, balance_after: after } of flow)
    console.log(`      资金流水 ${kind} ${amount} → ${after}`);
  console.log(`      总账：${check.transfers} 笔分录，${check.balanced ? '平' : '不平'}`);
  return check;
}

function step(number, text) {
  console.log(`${number}. ${text}`);
}

function demand(holds, complaint) {
  if (!holds) throw new Error(complaint);
}
