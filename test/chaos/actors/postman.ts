import { formBody, signNotification } from '../../../simulator/notification.js';
import type { Params } from '../../../simulator/signing.js';
import type { Dice } from '../dice.js';
import { type World, count } from '../world/world.js';
import { deliver } from './deliver.js';

/** Genuine messages once more: late, several at once, in any order, at any server. */
export async function postmanActs(world: World, dice: Dice): Promise<void> {
  const { gateway } = world.stage;
  const tip = dice.pickAny(world.tips.filter(({ paid }) => paid));
  if (!tip) return;
  const trade = await gateway.control('GET', `/trades/${tip.outTradeNo}`);
  const notices = (trade?.notifications ?? []) as { notify_id: string; fields: Params }[];
  const notice = dice.pickAny(notices);
  if (!notice) return;
  const times = dice.between(1, 3);
  const copies = Array.from({ length: times }, () =>
    formBody(signNotification(notice.fields, notice.notify_id, Date.now(), gateway.privateKey)),
  );
  const answers = await Promise.all(copies.map((body) => deliver(dice.pick(world.stage.servers), body)));
  count(world, 'duplicates', times);
  for (const answer of answers) {
    if (answer === 'success') {
      world.acknowledged.push({ outTradeNo: tip.outTradeNo, notifyId: notice.notify_id });
    } else if (answer === 'refused') {
      world.complaints.push(`a genuine notification of ${tip.outTradeNo} was refused`);
    }
  }
}
