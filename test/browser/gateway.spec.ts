import { seeBalance } from './support/pages.js';
import { openShop } from './support/people.js';
import { payAtCashier, setFaults } from './support/simulator.js';
import { useStage } from './support/stage.js';
import { chooseTip, openTipDialog, payButton } from './support/tipping.js';
import { type WebServer, startWebServer } from './support/web-server.js';

/** Faults reach everybody: these tests have a server and a simulator of their own. */
describe('while the gateway does not answer', () => {
  let server: WebServer;
  const stage = useStage(() => server);

  beforeAll(async () => {
    server = await startWebServer({ CONFIRM_SWEEP_SECONDS: '1', ALIPAY_REQUEST_TIMEOUT_MS: '1000' });
  });
  afterEach(() => setFaults(server));
  afterAll(() => server.stop());

  it('a reader who comes back sees 确认中, and 支付成功 by itself once it answers', async () => {
    const { author, reader, article } = await openShop(server);
    const { page } = await stage.visitor(reader);
    await page.goto(`/p/${article.id}`);
    const dialog = await openTipDialog(page);
    await chooseTip(dialog);
    await payButton(dialog).click();
    await page.getByRole('button', { name: '确认付款' }).waitFor();
    await setFaults(server, {
      gateway: { methods: ['alipay.trade.query'], down: true },
      notifications: { never: true },
    });
    await payAtCashier(page);
    await page.getByText('确认中').first().waitFor();
    const { page: wallet } = await stage.visitor(author);
    await wallet.goto('/usr/wallet');
    await seeBalance(wallet, '￥0.00');

    await setFaults(server);
    await page.getByText('支付成功').first().waitFor({ timeout: 30_000 });
    await seeBalance(wallet, '￥5.00');
  });
});
