import type { Page } from 'playwright-core';
import { logInOn } from './support/pages.js';
import { publish, register, tip } from './support/people.js';
import { PHONE, useStage } from './support/stage.js';

describe('writing', () => {
  const stage = useStage();

  const title = (page: Page) => page.getByRole('textbox', { name: '标题' });
  const content = (page: Page) => page.getByRole('textbox', { name: '正文' });
  const preview = (page: Page) => page.getByRole('region', { name: '预览' });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  async function writer() {
    const author = await register(stage.server, '写作者');
    return { author, ...(await stage.visitor(author)) };
  }

  it('shows the article beside the text as it is written, and publishes it', async () => {
    const { page, author } = await writer();
    await page.goto('/write');
    await title(page).fill(`晨间笔记 ${author.username}`);
    await content(page).fill('## 小标题\n\n**重点**<script>alert(1)</script>');
    await preview(page).getByRole('heading', { name: '小标题' }).waitFor();
    await preview(page).locator('strong', { hasText: '重点' }).waitFor();
    await button(page, '发布').click();
    await page.getByRole('heading', { name: `晨间笔记 ${author.username}` }).waitFor();
    await page.getByRole('heading', { name: '小标题' }).waitFor();
  });

  it('shows the preview behind a switch on a phone', async () => {
    const author = await register(stage.server, '写作者');
    const { page } = await stage.visitor(author, PHONE);
    await page.goto('/write');
    await content(page).fill('*手机上写的*');
    expect(await preview(page).isVisible()).toBe(false);
    await button(page, '预览').click();
    await preview(page).locator('em', { hasText: '手机上写的' }).waitFor();
    await button(page, '编辑').click();
    await content(page).waitFor();
  });

  it('keeps a draft from everybody else until it is published, and hides it again', async () => {
    const { page, author } = await writer();
    await page.goto('/write');
    const name = `半篇 ${author.username}`;
    await title(page).fill(name);
    await content(page).fill('还没写完');
    await button(page, '存为草稿').click();
    await page.getByText('草稿已保存').waitFor();
    await page.waitForURL(/\/write\/.+/);
    const path = page.url().replace(/^.*\/write\//, '/p/');

    const stranger = await stage.visitor();
    stranger.watch.expectRefusal(404, /^\/articles\/|^\/p\//);
    await stranger.page.goto(path);
    await stranger.page.getByText('没有这个页面').waitFor();

    await page.getByRole('link', { name: '我的文章' }).click();
    const row = page.getByRole('listitem').filter({ hasText: name });
    await row.getByText('草稿', { exact: true }).waitFor();
    await row.getByRole('button', { name: `发布《${name}》` }).click();
    await row.getByText('已发布').waitFor();
    await stranger.page.goto(path);
    await stranger.page.getByRole('heading', { name }).waitFor();

    await row.getByRole('button', { name: `把《${name}》收回为草稿` }).click();
    await row.getByText('草稿', { exact: true }).waitFor();
    await stranger.page.reload();
    await stranger.page.getByText('没有这个页面').waitFor();
  });

  it('lists its author’s articles with their tips and reads', async () => {
    const { page, author } = await writer();
    const article = await publish(stage.server, author, { tips_open: true });
    const reader = await register(stage.server, '读者');
    await tip(stage.server, reader, article.id, '2.00');
    await publish(stage.server, author, { title: '只给自己', is_public: false, tips_open: false });
    await page.goto('/usr/articles');
    const tipped = page.getByRole('listitem').filter({ hasText: article.title });
    await tipped.getByText('赞赏 1 次').waitFor();
    await tipped.getByText(/^阅读 \d+$/).waitFor();
    const own = page.getByRole('listitem').filter({ hasText: '只给自己' });
    await own.getByText('仅自己可见').waitFor();
    await own.getByText('赞赏已关闭').waitFor();
  });

  it('says beside the field what is missing, and loses nothing by it', async () => {
    const { page, watch } = await writer();
    watch.expectRefusal(400, /^\/articles$/);
    await page.goto('/write');
    await content(page).fill('有正文，没有标题');
    await button(page, '发布').click();
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await title(page).getAttribute('aria-invalid')).toBe('true');
    expect(await content(page).inputValue()).toBe('有正文，没有标题');
  });

  it('warns before unsaved changes are left, and brings them back', async () => {
    const { page, author } = await writer();
    const article = await publish(stage.server, author);
    await page.goto(`/write/${article.id}`);
    await content(page).fill('改到一半');
    await page.getByRole('link', { name: '钱包' }).click();
    const question = page.getByRole('dialog', { name: '修改还没有保存' });
    await question.getByRole('button', { name: '继续写' }).click();
    expect(await content(page).inputValue()).toBe('改到一半');

    await page.getByRole('link', { name: '钱包' }).click();
    await question.getByRole('button', { name: '离开' }).click();
    await page.waitForURL(/\/usr\/wallet/);
    await page.goto(`/write/${article.id}`);
    await page.getByText('已恢复上次没有保存的修改').waitFor();
    expect(await content(page).inputValue()).toBe('改到一半');
    await button(page, '放弃这些修改').click();
    expect(await content(page).inputValue()).toContain('正文第一段');
  });

  it('goes on after a session that ended, with what was written', async () => {
    const { page, author, context, watch } = await writer();
    watch.expectRefusal(401, /^\/articles/);
    await page.goto('/write');
    await title(page).fill('写到一半就过期');
    await content(page).fill('一个字也不能丢');
    await preview(page).getByText('一个字也不能丢').waitFor();
    await context.clearCookies();
    await button(page, '发布').click();
    await page.getByRole('link', { name: '重新登录' }).click();
    await logInOn(page, author);
    await page.waitForURL(/\/write/);
    expect(await content(page).inputValue()).toBe('一个字也不能丢');
    await button(page, '发布').click();
    await page.getByRole('heading', { name: '写到一半就过期' }).waitFor();
  });

  it('deletes an article only after a question', async () => {
    const { page, author } = await writer();
    const { title: name } = await publish(stage.server, author);
    await page.goto('/usr/articles');
    const question = page.getByRole('dialog', { name: '删除文章' });
    await page.getByRole('button', { name: `删除《${name}》` }).click();
    await question.getByRole('button', { name: '不删' }).click();
    await page.getByRole('button', { name: `删除《${name}》` }).click();
    await question.getByRole('button', { name: '删除' }).click();
    await page.getByText('还没有文章，写第一篇吧').waitFor();
  });

  it('refuses to open somebody else’s article for writing', async () => {
    const { page } = await writer();
    const other = await register(stage.server, '别人');
    const article = await publish(stage.server, other);
    await page.goto(`/write/${article.id}`);
    await page.getByText('这不是你的文章，不能修改。').waitFor();
    expect(await title(page).count()).toBe(0);
  });
});
