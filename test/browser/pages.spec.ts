import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accessibilityFindings, overflow } from './support/measures.js';
import { ADMIN, type Person, call, openShop, tip } from './support/people.js';
import { SCREENSHOTS } from './support/shared-server.js';
import { DESK, PHONE, useStage } from './support/stage.js';
import { openTipDialog } from './support/tipping.js';

interface Scene {
  /** What the pictures are called. */
  readonly name: string;
  readonly path: string;
  readonly who?: 'reader' | 'author' | 'admin';
  /** A text that is there once the page is. */
  readonly ready: string | RegExp;
  /** Does something on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();

const SCENES: readonly Scene[] = [
  { name: 'home', path: '/', ready: /^关于作者/ },
  { name: 'article', path: '/p/:article', ready: /赞赏了作者/ },
  { name: 'tip-dialog', path: '/p/:article', who: 'reader', ready: /余额 ￥/, act: openTipDialog },
  { name: 'log-in', path: '/usr/login', ready: '用户名' },
  { name: 'register', path: '/usr/register', ready: '用户名' },
  { name: 'wallet', path: '/usr/wallet', who: 'author', ready: /￥\d+\.\d\d/ },
  { name: 'rewards', path: '/usr/rewards', who: 'reader', ready: '已支付' },
  { name: 'settings', path: '/usr/settings', who: 'author', ready: '设置' },
  { name: 'write', path: '/write', who: 'author', ready: '正文' },
  { name: 'write-existing', path: '/write/:article', who: 'author', ready: '正文第一段。' },
  { name: 'delete-question', path: '/write/:article', who: 'author', ready: '删除文章', act: press('删除') },
  { name: 'my-articles', path: '/usr/articles', who: 'author', ready: '已发布' },
  { name: 'not-found', path: '/nowhere', ready: '没有这个页面' },
  { name: 'console', path: '/console', who: 'admin', ready: '以表格查看' },
  { name: 'console-rewards', path: '/console/rewards', who: 'admin', ready: '订单号' },
  { name: 'console-reward', path: '/console/rewards/:reward', who: 'admin', ready: '经过' },
  {
    name: 'console-refund',
    path: '/console/rewards/:reward',
    who: 'admin',
    ready: '退多少',
    act: press('退款'),
  },
  { name: 'console-withdrawals', path: '/console/withdrawals', who: 'admin', ready: '申请人' },
  { name: 'console-withdrawal', path: '/console/withdrawals/:withdrawal', who: 'admin', ready: '经过' },
  { name: 'console-reconciliation', path: '/console/reconciliation', who: 'admin', ready: '对账' },
  {
    name: 'console-ledger',
    path: '/console/ledger',
    who: 'admin',
    ready: '账是平的。',
    act: press('现在核对'),
  },
  { name: 'console-callbacks', path: '/console/callbacks', who: 'admin', ready: '验签' },
  { name: 'console-audit', path: '/console/audit', who: 'admin', ready: '对象' },
  { name: 'console-users', path: '/console/users', who: 'admin', ready: '角色' },
];

describe('a page', () => {
  const stage = useStage();
  const ids: Record<string, string> = {};
  const people: Record<string, Person> = {};

  beforeAll(async () => {
    const { author, reader, article } = await openShop(stage.server);
    const reward = await tip(stage.server, reader, article.id, '5.00');
    const request = { amount: '2.00', account: '13800138000', name: '张三' };
    const withdrawal = await call(stage.server, author.token, 'POST', '/wallet/withdrawals', request);
    Object.assign(people, { author, reader });
    Object.assign(ids, { article: article.id, reward, withdrawal: withdrawal.body.id });
  });

  async function show({ path, who, ready, act }: Scene) {
    const { page, watch } = await stage.visitor(who === 'admin' ? ADMIN : who && people[who]);
    watch.expectRefusal(404, /^\/nowhere$/);
    await page.goto(path.replace(/:(\w+)$/, (_, name: string) => ids[name]!));
    await act?.(page);
    await page
      .locator(`:text-matches(${JSON.stringify(sourceOf(ready))}):visible`)
      .first()
      .waitFor();
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    return page;
  }

  it.each(SCENES)(
    '$name is accessible and no wider than the screen, at a desk and on a phone',
    async (scene) => {
      const page = await show(scene);
      for (const [device, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
        await page.setViewportSize(viewport);
        await page.screenshot({ path: join(SCREENSHOTS, `${scene.name}-${device}.png`), fullPage: true });
        expect([device, await accessibilityFindings(page), await overflow(page)]).toEqual([device, [], 0]);
      }
    },
  );
});

function sourceOf(ready: string | RegExp): string {
  return typeof ready === 'string' ? ready : ready.source;
}
