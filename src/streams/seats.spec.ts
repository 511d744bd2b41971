import { Seats } from './seats.js';

const anonymous = (address: string) => ({ userId: undefined, address });
const somebody = (userId: string) => ({ userId, address: '203.0.113.1' });

describe('the seats for streams', () => {
  const open = () => new Seats({ all: 5, user: 2, address: 3 });

  it('are for so many streams of one user, and free again when one has ended', () => {
    const seats = open();
    const [giveBack] = [seats.take(somebody('a')), seats.take(somebody('a'))];
    expect(seats.take(somebody('a'))).toBeUndefined();
    expect(seats.take(somebody('b'))).toBeDefined();
    giveBack!();
    expect(seats.take(somebody('a'))).toBeDefined();
    expect(seats.take(somebody('a'))).toBeUndefined();
  });

  it.each(['203.0.113.9', '2001:db8::9'])('are for so many strangers at the address %s', (address) => {
    const seats = open();
    for (let i = 0; i < 3; i++) expect(seats.take(anonymous(address))).toBeDefined();
    expect(seats.take(anonymous(address))).toBeUndefined();
    expect(seats.take(anonymous('203.0.113.10'))).toBeDefined();
  });

  it.each(['127.0.0.1', '::1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '::ffff:127.0.0.1', 'fd00::1'])(
    'are for all strangers behind a proxy at %s, as long as there are any',
    (address) => {
      const seats = open();
      for (let i = 0; i < 5; i++) expect(seats.take(anonymous(address))).toBeDefined();
      expect(seats.take(anonymous(address))).toBeUndefined();
      expect(seats.take(somebody('a'))).toBeUndefined();
    },
  );

  it('count a visitor by who they are, wherever they are', () => {
    const seats = open();
    for (let i = 0; i < 3; i++) seats.take(anonymous('203.0.113.1'));
    expect(seats.take(somebody('a'))).toBeDefined();
  });
});
