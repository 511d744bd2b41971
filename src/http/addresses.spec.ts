import { isShared, ownerOf } from './addresses.js';

describe('who an address stands for', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['2001:db8::2:3:4:5:6', '2001:db8:0:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['_hidden', 'unknown'],
    ['', 'unknown'],
  ])('%s: %s', (address, owner) => {
    expect(ownerOf(address)).toBe(owner);
  });
});

describe('an address that many may come from', () => {
  it.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '::1', 'fd00::1', 'fe80::1'])(
    'is %s',
    (a) => {
      expect(isShared(a)).toBe(true);
    },
  );

  it.each(['203.0.113.7', '172.32.0.1', '2001:db8::1'])('is not %s', (address) => {
    expect(isShared(address)).toBe(false);
  });
});
