import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accessibilityFindings, overflow } from './measures.js';
import { ADMIN, type Person, call, openShop, tip } from './people.js';
import { SCREENSHOTS } from './shared-server.js';
import { DESK, PHONE, useStage } from './stage.js';

/** A page as somebody sees it. */
export interface Scene {
  /** What the pictures are called. */
  readonly name: string;
  /** `:article`, `:reward` and `:withdrawal` stand for ids. */
  readonly path: string;
  readonly who?: 'reader' | 'author' | 'admin';
  /** A text that is there once the page is. */
  readonly ready: string | RegExp;
  /** Does something on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
}

export const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).first().click();

/** One test for each scene, over a tip that was paid and a withdrawal that was asked for. Each leaves two pictures. */
export function lookAt(scenes: readonly Scene[]): void {
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

  it.each(scenes)(
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
}

function sourceOf(ready: string | RegExp): string {
  return typeof ready === 'string' ? ready : ready.source;
}
