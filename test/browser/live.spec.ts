import { seeBalance } from './support/pages.js';
import { openShop, register, tip } from './support/people.js';
import { useStage } from './support/stage.js';

describe('without reloading', () => {
  const stage = useStage();

  it('the author’s wallet shows a tip as it comes in', async () => {
    const { author, reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor(author);
    await page.goto('/usr/wallet');
    await seeBalance(page, '￥0.00');
    await tip(stage.server, reader, article.id, '6.66');
    await seeBalance(page, '￥6.66');
    await page.getByText(reader.nickname).first().waitFor();
  });

  it('the article shows its supporters to everybody who reads it', async () => {
    const { reader, article } = await openShop(stage.server);
    const { page } = await stage.visitor();
    await page.goto(`/p/${article.id}`);
    await page.getByText('还没有人赞赏，支持一下').waitFor();
    await tip(stage.server, reader, article.id, '1.00');
    await page.getByText(/共 ?1 ?人赞赏了作者/).waitFor();
    const second = await register(stage.server, '读者');
    await tip(stage.server, second, article.id, '1.00');
    await page.getByText(/共 ?2 ?人赞赏了作者/).waitFor();
    await page.getByText(second.nickname).waitFor();
  });
});
