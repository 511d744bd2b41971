import type { Page } from 'playwright-core';
import type { Account } from './people.js';

/** Fills in the form to log in, wherever it stands. */
export async function logInOn(page: Page, { username, password }: Account): Promise<void> {
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Waits until the wallet that the page shows has this balance, e.g. `￥5.00`. */
export async function seeBalance(page: Page, balance: string): Promise<void> {
  await page.getByRole('region', { name: '余额' }).locator('strong', { hasText: balance }).waitFor();
}
