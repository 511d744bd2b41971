import { codeAt } from '../support/second-factor.js';
import { logInOn } from './support/pages.js';
import { call, register } from './support/people.js';
import { useStage } from './support/stage.js';

describe('a second factor', () => {
  const stage = useStage();

  it('is switched on in the settings, and logging in asks for a code of the app', async () => {
    const reader = await register(stage.server, '读者');
    const { page, watch } = await stage.visitor(reader);
    await page.goto('/usr/settings');
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '两步验证' }) });
    await section.getByRole('button', { name: '开启' }).click();
    await section.getByRole('img', { name: '给验证器应用的二维码' }).waitFor();
    const secret = (await section.locator('code').innerText()).replaceAll(' ', '');

    watch.expectRefusal(401, /second-factor/);
    await section.getByLabel('动态码').fill('000');
    await section.getByRole('button', { name: '开启' }).click();
    await section.getByRole('alert').filter({ hasText: '动态码错误' }).waitFor();

    await section.getByLabel('动态码').fill(codeAt(secret));
    await section.getByRole('button', { name: '开启' }).click();
    await section.getByRole('heading', { name: '恢复码' }).waitFor();
    expect(await section.getByRole('listitem').count()).toBe(10);
    await section.getByRole('button', { name: '我已经收好了' }).click();
    await section.getByText('还剩 10 个恢复码').waitFor();
    // The session of a program, which began without a code.
    await expect(call(stage.server, reader.token, 'GET', '/users/me')).rejects.toThrow('401');

    await page.getByRole('button', { name: '退出', exact: true }).click();
    await page.getByRole('link', { name: '登录' }).first().click();
    watch.expectRefusal(401, /^\/session$/);
    await logInOn(page, reader);
    // The one of before was used.
    await page.getByLabel('动态码').fill(codeAt(secret, Date.now() + 30_000));
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '退出' }).waitFor();
  });
});
