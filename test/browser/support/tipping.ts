import type { Locator, Page } from 'playwright-core';

export interface TipChoice {
  /** As the button says it; `￥5` unless given. */
  readonly amount?: string;
  readonly fromBalance?: boolean;
  readonly message?: string;
  readonly anonymous?: boolean;
}

/** Opens the dialog on the article that the page shows, for somebody who is logged in. */
export async function openTipDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: '赞赏支持' }).click();
  return tipDialog(page);
}

export async function tipDialog(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: '给作者送糖' });
  await dialog.waitFor();
  return dialog;
}

/** Fills in the dialog, up to the button that pays. */
export async function chooseTip(dialog: Locator, choice: TipChoice = {}): Promise<void> {
  const { amount = '￥5', fromBalance = false, message = '', anonymous = false } = choice;
  await dialog.getByRole('radio', { name: amount, exact: true }).check();
  await dialog.getByRole('radio', { name: fromBalance ? '余额支付' : '支付宝' }).check();
  await dialog.getByRole('textbox', { name: '留言' }).fill(message);
  // The box itself is drawn by its label.
  if (anonymous) await dialog.locator('label', { hasText: '匿名赞赏' }).click();
}

export function payButton(dialog: Locator): Locator {
  return dialog.getByRole('button', { name: /^确认支付 ￥/ });
}
