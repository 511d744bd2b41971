import type { World } from '../world/world.js';
import { readBooks } from './books.js';
import type { Finding } from './findings.js';
import { auditAcknowledged, auditForgeries } from './messages.js';
import { auditNegative, auditPeople } from './people.js';
import { recount } from './recount.js';
import { auditTrades, auditWishes } from './trades.js';
import { auditWithdrawals } from './withdrawals.js';

/** At rest: everything that the books, Alipay and people's memory say otherwise than each other, and must not. */
export async function audit(world: World): Promise<Finding[]> {
  const books = await readBooks(world);
  const { servers, gateway } = world.stage;
  const surprises = [...servers.map(({ program }) => program), gateway.program].flatMap(
    (one) => one.surprises,
  );
  return [
    ...auditTrades(books),
    ...auditWishes(world, books),
    ...auditAcknowledged(world, books),
    ...(await auditForgeries(world)),
    ...auditPeople(world, books),
    ...(await auditNegative(world)),
    ...auditWithdrawals(world, books),
    ...(await recount(world)),
    ...[...world.complaints, ...surprises].map((text): Finding => ({ kind: 'wrong', text })),
  ];
}
