import { logInOn, seeBalance } from './support/pages.js';
import { openShop, publish, register, tip } from './support/people.js';
import { cancelAtCashier, paidTrades, payAtCashier } from './support/simulator.js';
import { useStage } from './support/stage.js';
import { chooseTip, openTipDialog, payButton, tipDialog } from './support/tipping.js';

describe('a tip', () => {
  const stage = useStage();

  it('goes from the article through logging in and the cashier into the author’s wallet', async () => {
    const { author, reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor();
    await page.goto('/');
    await page.getByRole('link', { name: article.title }).click();
    await page.getByText('还没有人赞赏，支持一下').waitFor();
    await page.getByRole('button', { name: '赞赏支持' }).click();
    await logInOn(page, reader);

    const dialog = await tipDialog(page);
    await chooseTip(dialog, { message: '写得真好' });
    await payButton(dialog).click();
    await payAtCashier(page);
    await page.getByText('支付成功').first().waitFor();

    await page.goto(`/p/${article.id}`);
    await page.getByText(/共 ?1 ?人赞赏了作者/).waitFor();
    await page.getByText('写得真好').waitFor();

    const { page: wallet } = await stage.visitor(author);
    await wallet.goto('/usr/wallet');
    await wallet.getByText('资金流水').first().waitFor();
    await seeBalance(wallet, '￥5.00');
    await wallet.getByText(reader.nickname).first().waitFor();
  });

  it('is paid from the balance, by an author with what was earned', async () => {
    const { author, reader, article } = await openShop(stage.server);
    await tip(stage.server, reader, article.id, '8.00');
    const colleague = await register(stage.server, '同行');
    const other = await publish(stage.server, colleague);

    const { page } = await stage.visitor(author);
    await page.goto(`/p/${other.id}`);
    const dialog = await openTipDialog(page);
    await dialog.getByText('余额 ￥8.00').waitFor();
    await chooseTip(dialog, { fromBalance: true });
    await payButton(dialog).click();
    await page.getByRole('dialog', { name: '赞赏成功' }).waitFor();
    await page.goto('/usr/wallet');
    await seeBalance(page, '￥3.00');
    const { page: wallet } = await stage.visitor(colleague);
    await wallet.goto('/usr/wallet');
    await seeBalance(wallet, '￥5.00');
  });

  it('cannot be paid from a balance that is too small', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await dialog.getByText('不够支付').waitFor();
    expect(await dialog.getByRole('radio', { name: '余额支付' }).isDisabled()).toBe(true);
  });

  it('takes no amount that cannot be paid', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await dialog.getByRole('radio', { name: '其他金额' }).check();
    const amount = dialog.getByRole('textbox', { name: '金额' });
    for (const text of ['0', '0.001', '10000', '-5', '五元']) {
      await amount.fill(text);
      await dialog.locator('[aria-invalid="true"]').waitFor();
      expect(await dialog.getByRole('button', { name: /^确认支付/ }).isDisabled()).toBe(true);
    }
    await amount.fill('0.01');
    await dialog.getByRole('button', { name: '确认支付 ￥0.01' }).waitFor();
  });

  it('that is cancelled at the cashier costs nothing and can still be paid', async () => {
    const { author, reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await chooseTip(dialog);
    await payButton(dialog).click();
    await cancelAtCashier(page);
    await page.goto('/usr/rewards');
    await page.getByText('待支付').first().waitFor();

    const { page: wallet } = await stage.visitor(author);
    await wallet.goto('/usr/wallet');
    await seeBalance(wallet, '￥0.00');

    await page.goto(`/p/${article.id}`);
    const again = await openTipDialog(page);
    await payButton(again).click();
    await payAtCashier(page);
    await page.getByText('支付成功').first().waitFor();
    expect(await paidTrades(stage.server, article.title)).toBe(1);
  });

  it('is not believed by an address that somebody changed, and the reader is told what to do', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page, watch } = await stage.visitor(reader);
    watch.expectRefusal(400, /^\/payments\/alipay\/result$/);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await chooseTip(dialog);
    await payButton(dialog).click();
    const returned = await payAtCashier(page);
    await page.getByText('支付成功').first().waitFor();
    await page.goto(returned.replace('total_amount=5.00', 'total_amount=500.00'));
    await page.getByText('支付失败').first().waitFor();
    await page.getByRole('link', { name: '查看赞赏记录' }).waitFor();
  });

  it('shows nobody who gave it, where it is anonymous', async () => {
    const { author, reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await chooseTip(dialog, { message: '不必知道我是谁', anonymous: true });
    await payButton(dialog).click();
    await payAtCashier(page);
    await page.getByText('支付成功').first().waitFor();

    const stranger = await stage.visitor();
    await stranger.page.goto(`/p/${article.id}`);
    await stranger.page.getByText('不必知道我是谁').waitFor();
    await stranger.page.getByText('匿名', { exact: true }).waitFor();
    expect(await stranger.page.getByText(reader.nickname).count()).toBe(0);

    const { page: wallet } = await stage.visitor(author);
    await wallet.goto('/usr/wallet');
    await seeBalance(wallet, '￥5.00');
    expect(await wallet.getByText(reader.nickname).count()).toBe(0);
  });

  it('is one, however often the button is pressed', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await chooseTip(dialog);
    await payButton(dialog).dblclick();
    await payAtCashier(page);
    await page.getByText('支付成功').first().waitFor();
    await page.goto('/usr/rewards');
    const tips = page.getByRole('link', { name: article.title });
    await tips.first().waitFor();
    expect(await tips.count()).toBe(1);
  });

  it('is not paid a second time from a second tab with the same dialog', async () => {
    const { author, reader, article } = await openShop(stage.server);
    await tip(stage.server, reader, article.id, '20.00');
    const colleague = await register(stage.server, '同行');
    const other = await publish(stage.server, colleague);

    const { page, context } = await stage.visitor(author);
    const second = await context.newPage();
    const dialogs = [];
    for (const tab of [page, second]) {
      await tab.goto(`/p/${other.id}`);
      const dialog = await openTipDialog(tab);
      await dialog.getByText('余额 ￥20.00').waitFor();
      await chooseTip(dialog, { fromBalance: true });
      dialogs.push(dialog);
    }
    for (const [index, dialog] of dialogs.entries()) {
      await payButton(dialog).click();
      await [page, second][index]!.getByRole('dialog', { name: '赞赏成功' }).waitFor();
    }
    await page.goto('/usr/wallet');
    await seeBalance(page, '￥15.00');
  });
});
