import { logInOn } from './support/pages.js';
import { ADMIN, call, type Person, register } from './support/people.js';
import { useStage } from './support/stage.js';

const CODE = /^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/;
const NEW = 'battery staple';

describe('a forgotten password', () => {
  const stage = useStage();

  /** Fills in the page that sets another password. */
  async function resetOn(
    page: Awaited<ReturnType<typeof stage.visitor>>['page'],
    name: string,
    code: string,
  ) {
    await page.getByLabel('用户名').fill(name);
    await page.getByLabel('重置码').fill(code);
    await page.getByLabel('新密码').fill(NEW);
    await page.getByRole('button', { name: '重置密码' }).click();
  }

  async function codeFor({ username }: Person): Promise<string> {
    const { body: session } = await call(stage.server, undefined, 'POST', '/users/login', ADMIN);
    const token = session.token as string;
    const { body: users } = await call(stage.server, token, 'GET', `/admin/users?q=${username}`);
    const { id } = (users as { items: { id: string }[] }).items[0]!;
    return (await call(stage.server, token, 'POST', `/admin/users/${id}/password-reset`)).body.code as string;
  }

  it('comes back by a code that the console shows once, and that is copied from there', async () => {
    const reader = await register(stage.server, '读者');
    const { page: desk, context } = await stage.visitor(ADMIN);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await desk.goto(`/console/users?q=${reader.username}`);
    await desk.getByRole('row').filter({ hasText: reader.username }).getByText('重置密码').click();
    const question = desk.getByRole('dialog', { name: '重置密码' });
    await question.getByText(reader.nickname).waitFor();
    await question.getByRole('button', { name: '生成重置码' }).click();
    const answer = desk.getByRole('dialog', { name: '重置码' });
    const code = await answer.getByText(CODE).innerText();
    await answer.getByText(/有效期至 \d{4}-\d\d-\d\d \d\d:\d\d/).waitFor();
    await answer.getByRole('button', { name: '复制' }).click();
    await answer.getByRole('button', { name: '已复制' }).waitFor();
    expect(await desk.evaluate<string>('navigator.clipboard.readText()')).toBe(code);
    await answer.getByRole('button', { name: '关闭' }).last().click();
    await answer.waitFor({ state: 'detached' });
    expect(await desk.content()).not.toContain(code);

    const { page } = await stage.visitor();
    await page.goto('/usr/login?next=%2Fusr%2Frewards');
    await page.getByRole('link', { name: '忘记密码？' }).click();
    await page.getByText('管理员').waitFor();
    await resetOn(page, reader.username, code.toLowerCase().replaceAll('-', ' '));
    await page.getByText('密码已重置').waitFor();
    await logInOn(page, { ...reader, password: NEW });
    await page.waitForURL(/\/usr\/rewards/);
    await expect(call(stage.server, reader.token, 'GET', '/users/me')).rejects.toThrow('401');
  });

  it('does not come back by a wrong code, and what was typed stays', async () => {
    const reader = await register(stage.server, '读者');
    const { page, watch } = await stage.visitor();
    watch.expectRefusal(401, /^\/users\/password-reset$/);
    await page.goto('/usr/reset');
    await resetOn(page, reader.username, 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX');
    await page.getByRole('alert').filter({ hasText: '重置码不对' }).waitFor();
    expect(await page.getByLabel('用户名').inputValue()).toBe(reader.username);
    expect(page.url()).toContain('/usr/reset');
  });

  it('ends the session of the browser in which it is set anew', async () => {
    const reader = await register(stage.server, '读者');
    const code = await codeFor(reader);
    const { page } = await stage.visitor(reader);
    await page.goto('/usr/reset');
    await page.getByRole('button', { name: '退出' }).waitFor();
    await resetOn(page, reader.username, code);
    await page.getByText('密码已重置').waitFor();
    expect(await page.getByRole('button', { name: '退出' }).count()).toBe(0);
  });

  it('is not reset in the console for administrators', async () => {
    const { page } = await stage.visitor(ADMIN);
    const { nickname } = await register(stage.server, '读者');
    await page.goto('/console/users?role=admin');
    await page.getByRole('row').filter({ hasText: ADMIN.username }).first().waitFor();
    expect(await page.getByRole('button', { name: '重置密码' }).count()).toBe(0);
    await page.goto('/console/users');
    await page.getByRole('row').filter({ hasText: nickname }).getByText('重置密码').waitFor();
  });

  it('is said to have been reset only to whoever has just done so', async () => {
    const { page } = await stage.visitor();
    await page.goto('/usr/login');
    await page.getByRole('link', { name: '忘记密码？' }).waitFor();
    expect(await page.getByText('密码已重置').count()).toBe(0);
  });
});
