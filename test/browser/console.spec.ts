import { seeBalance } from './support/pages.js';
import { ADMIN, openShop, register, tip } from './support/people.js';
import { useStage } from './support/stage.js';

describe('the console', () => {
  const stage = useStage();

  it('gives a tip back, and its story and the author’s wallet say so', async () => {
    const { author, reader, article } = await openShop(stage.server);
    const id = await tip(stage.server, reader, article.id, '9.00');
    const { page: wallet } = await stage.visitor(author);
    await wallet.goto('/usr/wallet');
    await seeBalance(wallet, '￥9.00');

    const { page } = await stage.visitor(ADMIN);
    await page.goto(`/console/rewards/${id}`);
    await page.getByRole('button', { name: '退款', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '退款' });
    await dialog.getByRole('textbox', { name: '原因' }).fill('重复付款');
    await dialog.getByRole('button', { name: '退款 ￥9.00' }).click();
    await page.getByText('已退 ￥9.00').first().waitFor();
    await page.getByText('退款完成').first().waitFor();
    await page.getByText('已退款').first().waitFor();

    await wallet.getByText('-￥9.00').first().waitFor();
    await seeBalance(wallet, '￥0.00');
  });

  it('pays a withdrawal that its author asked for, once an administrator approves', async () => {
    const { author, reader, article } = await openShop(stage.server);
    await tip(stage.server, reader, article.id, '12.00');
    const { page: wallet } = await stage.visitor(author);
    await wallet.goto('/usr/wallet');
    await wallet.getByRole('link', { name: '提现', exact: true }).click();
    await wallet.getByRole('textbox', { name: '金额' }).fill('12.00');
    await wallet.getByRole('textbox', { name: '支付宝账号' }).fill('13800138000');
    await wallet.getByRole('textbox', { name: '支付宝实名' }).fill('张三');
    await wallet.getByRole('button', { name: '申请提现' }).click();
    await wallet.getByText('等待审核').waitFor();

    const { page } = await stage.visitor(ADMIN);
    await page.goto('/console/withdrawals');
    const row = page.getByRole('row').filter({ hasText: author.nickname });
    await row.getByRole('link').first().click();
    await page.getByRole('button', { name: '批准' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '批准' }).click();
    await page.getByText('已付款').first().waitFor();
    await wallet.getByText('已到账').waitFor();
    await seeBalance(wallet, '￥0.00');
  });

  it('is not shown to anybody else', async () => {
    const reader = await register(stage.server, '读者');
    const { page } = await stage.visitor(reader);
    await page.goto('/console/rewards');
    await page.waitForURL(`${stage.server.url}/`);
    expect(await page.getByRole('link', { name: '控制台' }).count()).toBe(0);
  });
});
