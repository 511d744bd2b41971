import type { Page } from 'playwright-core';
import type { ServerAddress } from './shared-server.js';

/** Pays at the cashier that the page shows, and comes back with it. @returns the address it sent the browser to */
export async function payAtCashier(page: Page): Promise<string> {
  const coming = page.waitForRequest(/\/usr\/wallet\?/);
  await page.getByRole('button', { name: '确认付款' }).click();
  return (await coming).url();
}

/** Cancels there, and follows the way back. */
export async function cancelAtCashier(page: Page): Promise<void> {
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('link', { name: '返回商家网站' }).click();
}

/** What goes wrong at the gateway from now on (simulator/README.md); nothing where nothing is given. */
export async function setFaults({ simulatorUrl }: ServerAddress, faults: object = {}): Promise<void> {
  const response = await fetch(`${simulatorUrl}/simulator/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** How many orders were paid at the gateway with this subject. */
export async function paidTrades({ simulatorUrl }: ServerAddress, subject: string): Promise<number> {
  const answer = (await (await fetch(`${simulatorUrl}/simulator/trades`)).json()) as {
    items: { subject: string; trade_status: string }[];
  };
  return answer.items.filter(
    (trade) => trade.subject.includes(subject) && trade.trade_status === 'TRADE_SUCCESS',
  ).length;
}
