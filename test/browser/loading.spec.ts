import type { BrowserContext } from 'playwright-core';
import { openShop, publish, tip } from './support/people.js';
import { useStage } from './support/stage.js';

/** Compressed scripts that an article may cost, in bytes. */
const SCRIPT_LIMIT = 200_000;

/** Where things begin to jump about, by the web's own measure. */
const SHIFT_LIMIT = 0.1;

const LONG_TEXT = Array.from(
  { length: 12 },
  (_, i) => `## 第 ${i + 1} 节\n\n${'读者的心意，'.repeat(40)}`,
).join('\n\n');

describe('the article page', () => {
  const stage = useStage();

  async function longArticle() {
    const { author, reader } = await openShop(stage.server);
    const article = await publish(stage.server, author, { content: LONG_TEXT });
    await tip(stage.server, reader, article.id, '1.00');
    return { article, reader };
  }

  it('does not move what is being read while it loads', async () => {
    const { article } = await longArticle();
    const { page } = await stage.visitor();
    await page.addInitScript(`
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await page.goto(`/p/${article.id}`);
    await page.getByText(/共 ?1 ?人赞赏了作者/).waitFor();
    await page.getByRole('button', { name: '赞赏支持' }).scrollIntoViewIfNeeded();
    await page.getByText('写得好').waitFor();
    expect(await page.evaluate<number>('window.shift')).toBeLessThan(SHIFT_LIMIT);
  });

  it('costs less than 200 kB of scripts', async () => {
    const { article } = await longArticle();
    const { page, context } = await stage.visitor();
    const scripts = countScripts(context);
    await page.goto(`/p/${article.id}`);
    await page.getByText(/共 ?1 ?人赞赏了作者/).waitFor();
    const bytes = await scripts();
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(SCRIPT_LIMIT);
  });

  it('runs no script that stands in it', async () => {
    const { article } = await longArticle();
    const { page, watch } = await stage.visitor();
    const answer = await page.goto(`/p/${article.id}`);
    const policy = answer!.headers()['content-security-policy']!;
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    watch.expectConsole(/Content Security Policy/);
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    `);
    expect(await page.evaluate('window.ran')).toBeUndefined();
  });
});

/** Adds up what comes over the wire for scripts from now on. */
function countScripts(context: BrowserContext): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  context.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname.endsWith('.js'))
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
