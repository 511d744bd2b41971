import { logInOn } from './support/pages.js';
import { call, openShop, register } from './support/people.js';
import { useStage } from './support/stage.js';
import { openTipDialog, tipDialog } from './support/tipping.js';

describe('a session', () => {
  const stage = useStage();

  it('begins with registering, on the page that asked for it', async () => {
    const { page } = await stage.visitor();
    await page.goto('/usr/rewards');
    await page.getByRole('main').getByRole('link', { name: '注册' }).click();
    // Both forms have a field of that name.
    await page.getByRole('heading', { name: '注册' }).waitFor();
    const name = `n_${Date.now().toString(36)}`;
    await page.getByLabel('用户名').fill(name);
    await page.getByLabel('密码', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await page.getByRole('button', { name: '退出' }).waitFor();
    await page.waitForURL(/\/usr\/rewards/);
  });

  it('is refused to a wrong password', async () => {
    const { username } = await register(stage.server, '读者');
    const { page, watch } = await stage.visitor();
    watch.expectRefusal(401, /^\/session$/);
    await page.goto('/usr/login');
    await logInOn(page, { username, password: 'wrong horse' });
    await page.getByRole('alert').filter({ hasText: '密码' }).waitFor();
    expect(await page.getByRole('button', { name: '退出' }).count()).toBe(0);
  });

  it('never leads to another site after logging in', async () => {
    const reader = await register(stage.server, '读者');
    const { page } = await stage.visitor();
    await page.goto('/usr/login?next=%2F%2Fevil.example%2F');
    await logInOn(page, reader);
    await page.waitForURL(`${stage.server.url}/`);
  });

  it('whose cookie is gone leads to logging in, and back to the tip', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page, context, watch } = await stage.visitor(reader);
    watch.expectRefusal(401, /^\/(wallet|payments|live)/);
    await page.goto(`/p/${article.id}`);
    await openTipDialog(page);
    await context.clearCookies();
    await page.getByRole('button', { name: /^确认支付/ }).click();
    await page.getByRole('link', { name: '重新登录' }).click();
    await logInOn(page, reader);
    await tipDialog(page);
  });

  it('that was ended everywhere is over in every browser', async () => {
    const reader = await register(stage.server, '读者');
    const { page, watch } = await stage.visitor(reader);
    watch.expectRefusal(401, /^\//);
    // A page that asks for nothing private by itself: what is clicked next is what is refused.
    await page.goto('/');
    await page.getByRole('heading', { name: '文章', exact: true }).waitFor();
    await call(stage.server, reader.token, 'DELETE', '/sessions');
    await page.getByRole('link', { name: '钱包' }).click();
    await page.getByRole('link', { name: '重新登录' }).click();
    await logInOn(page, reader);
    await page.waitForURL(/\/usr\/wallet/);
    await page.getByText('资金流水').first().waitFor();
  });

  it('is seen among the others of its owner, who ends another one with the password', async () => {
    const reader = await register(stage.server, '读者');
    const { page, watch } = await stage.visitor(reader);
    await page.goto('/usr/settings');
    const sessions = page.getByRole('listitem').filter({ hasText: '登录于' });
    await sessions.filter({ hasText: '当前' }).waitFor();
    // The one that register() began, for a program.
    expect(await sessions.count()).toBe(2);
    // As ten minutes after the login; test/e2e/session-rows.spec.ts has the server's side of it.
    watch.expectRefusal(403, /^\/sessions\//);
    await page.route(
      /\/sessions\/./,
      (route) =>
        route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          body: JSON.stringify({ status: 403, code: 'recent_login_required', detail: '请先重新登录' }),
        }),
      { times: 1 },
    );
    await sessions.getByRole('button', { name: /^结束/ }).click();
    const dialog = page.getByRole('dialog', { name: '确认是你本人' });
    await dialog.getByLabel('当前密码').fill(reader.password);
    await dialog.getByRole('button', { name: '确认' }).click();
    await dialog.waitFor({ state: 'detached' });
    await sessions.getByRole('button').waitFor({ state: 'detached' });
    expect(await sessions.count()).toBe(1);
    await expect(call(stage.server, reader.token, 'GET', '/users/me')).rejects.toThrow('401');
  });

  it('ends with logging out', async () => {
    const reader = await register(stage.server, '读者');
    const { page, context } = await stage.visitor(reader);
    // What a page asks for while it logs out is refused.
    const list = page.waitForResponse((response) => new URL(response.url()).pathname === '/rewards');
    await page.goto('/usr/rewards');
    await list;
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('link', { name: '登录' }).first().waitFor();
    expect(await context.cookies()).toEqual([]);
  });

  it('cannot be read by any script', async () => {
    const reader = await register(stage.server, '读者');
    const { page, context } = await stage.visitor();
    await page.goto('/usr/login');
    await logInOn(page, reader);
    await page.getByRole('button', { name: '退出' }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const readable = await page.evaluate<string>(
      'document.cookie + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage })',
    );
    expect(readable).not.toContain(cookie!.value);
    expect(readable).not.toMatch(/eyJ/);
  });
});
