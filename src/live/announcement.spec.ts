import { uuidv7 } from 'uuidv7';
import { type Announcement, pack, unpack } from './announcement.js';

const wallet = (): Announcement => ({ kind: 'wallet', ownerId: uuidv7() });
const reward = (): Announcement => ({
  kind: 'reward',
  rewardId: uuidv7(),
  readerId: uuidv7(),
  authorId: uuidv7(),
});

describe('announcements', () => {
  it('arrive as they were made', () => {
    const made = [wallet(), reward(), { kind: 'supporters', articleId: uuidv7() } as const];
    expect(pack(made).flatMap(unpack)).toEqual(made);
  });

  it('are one payload when they are few, and none when there are none', () => {
    expect(pack([wallet(), reward()])).toHaveLength(1);
    expect(pack([])).toEqual([]);
  });

  it('say the same thing once', () => {
    const one = wallet();
    expect(pack([one, reward(), { ...one }]).flatMap(unpack)).toHaveLength(2);
  });

  it('of a great batch are a few payloads that PostgreSQL takes, and none is lost', () => {
    const made = Array.from({ length: 256 }, () => [wallet(), reward()]).flat();
    const payloads = pack(made);
    expect(payloads.length).toBeLessThan(8);
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8000);
    expect(payloads.flatMap(unpack)).toEqual(made);
  });

  it.each(['', '\n', 'wallet', 'wallet ', 'reward a', 'reward a b', 'weather sunny', '{"kind":"wallet"}'])(
    'that are not ours are not understood: %j',
    (payload) => {
      expect(unpack(payload)).toEqual([]);
    },
  );
});
