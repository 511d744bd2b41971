import { openShop } from './support/people.js';
import { useStage } from './support/stage.js';

describe('the language', () => {
  const stage = useStage();

  it('is Chinese until another one is chosen, and stays as it was chosen', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    await page.getByRole('link', { name: '钱包' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Wallet' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Wallet' }).click();
    await page.getByRole('heading', { name: 'Wallet' }).first().waitFor();
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('en');
    expect(await page.title()).toContain('Wallet');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('link', { name: '钱包' }).waitFor();
  });

  it('is that of the server’s sentences as well', async () => {
    const { page, watch } = await stage.visitor();
    watch.expectRefusal(401, /^\/session$/);
    await page.goto('/usr/login');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByLabel('User name').fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('wrong horse');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /password/ })
      .waitFor();
  });
});
