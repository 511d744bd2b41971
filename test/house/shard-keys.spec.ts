import { createTestDatabase } from '../support/database.js';
import { divideByOwner } from '../support/shards/partition.js';

it('x', async () => {
  const d = await createTestDatabase();
  console.log(await divideByOwner(d));
  await d.drop();
});
