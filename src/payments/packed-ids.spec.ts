import { uuidv7 } from 'uuidv7';
import { firstIdAt } from '../http/ids.js';
import { PACKED_BYTES, packIds, unpackIds } from './packed-ids.js';

const digitsOf = (...ids: string[]): string => ids.join('').replaceAll('-', '');
const comesBack = (digits: string): boolean => unpackIds(packIds(digits)) === digits;

describe('two ids in fewer bytes', () => {
  it('come back as they were', () => {
    for (let i = 0; i < 500; i++) {
      const ids = digitsOf(uuidv7(), uuidv7());
      expect(packIds(ids)).toHaveLength(PACKED_BYTES);
      expect(unpackIds(packIds(ids))).toBe(ids);
    }
  });

  it.each(['1970-01-01T00:00:00.000Z', '2039-12-31T23:59:59.999Z', '2109-05-15T07:35:11.103Z'])(
    'come back where they were made in %s',
    (time) => {
      for (const variant of '89ab') {
        const id = `${firstIdAt(new Date(time)).slice(0, 13)}-7fff-${variant}fff-ffffffffffff`;
        expect(comesBack(digitsOf(id, id))).toBe(true);
      }
    },
  );

  it.each([
    ['of version 4', '019aabcd-ef01-4234-89ab-cdef01234567'],
    ['of another variant', '019aabcd-ef01-7234-c9ab-cdef01234567'],
    ['from after 2109', '040000000000-7234-89ab-cdef01234567'],
  ])('that are not ours come back as others: %s', (_, id) => {
    expect(comesBack(digitsOf(id, uuidv7()))).toBe(false);
    expect(comesBack(digitsOf(uuidv7(), id))).toBe(false);
  });
});
