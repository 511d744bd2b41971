/** An article for the demo; `author` is a user name of demo-data.ts. */
export interface DemoArticle {
  readonly author: string;
  readonly title: string;
  readonly collection: string;
  readonly content: string;
}

export const demoArticles: readonly DemoArticle[] = [
  {
    author: 'linxi',
    title: '清晨的茶山',
    collection: '茶山笔记',
    content: `四点半，山里还没有亮，采茶的人已经出门了。

## 一芽两叶

春天的第一批嫩芽只有几天的采摘期。手要快，也要轻：**不能用指甲掐**，要用指腹提。

> 茶是急不得的，人也是。

一个熟练的采茶人，一上午能采四斤鲜叶，炒出来不到一斤干茶。`,
  },
  {
    author: 'linxi',
    title: '怎样泡好一杯绿茶',
    collection: '茶山笔记',
    content: `水温比茶具重要：

1. 水烧开，放到 80 度左右；
2. 先倒三分之一的水，让茶叶醒一醒；
3. 再沿着杯壁加满，等两分钟。

| 茶 | 水温 | 时间 |
| --- | --- | --- |
| 龙井 | 80 度 | 2 分钟 |
| 碧螺春 | 75 度 | 1 分半 |`,
  },
  {
    author: 'chenmo',
    title: '用 NestJS 接入支付宝：从下单到回调',
    collection: '动手做打赏',
    content: `用户点下“打赏”，到作者的余额增加，中间发生了什么？

1. 服务器先记下一笔**待支付**的打赏，再生成签名的支付地址；
2. 用户在支付宝付款；
3. 支付宝发来异步通知，服务器验签、核对金额，然后入账。

浏览器跳转回来，并不说明付款成功。真正算数的，是异步通知，或者主动查询的结果：

\`\`\`ts
if (trade.status === 'TRADE_SUCCESS') await settle([proof]);
\`\`\``,
  },
  {
    author: 'chenmo',
    title: '为什么钱不能用浮点数',
    collection: '动手做打赏',
    content: `在 JavaScript 里：

\`\`\`js
0.1 + 0.2 // 0.30000000000000004
\`\`\`

所以程序里的钱是**整数的分**，只在进出的时候写成 \`"5.00"\` 这样的字符串。`,
  },
];
