import { uuidv7 } from 'uuidv7';
import { firstIdAt, isId } from './ids.js';

describe('the first id of a moment', () => {
  it('is an id, after those made before it and before those made from then on', () => {
    const earlier = uuidv7();
    const made = Number.parseInt(earlier.replaceAll('-', '').slice(0, 12), 16);
    expect(isId(firstIdAt(new Date(made)))).toBe(true);
    expect(firstIdAt(new Date(made)) <= earlier).toBe(true);
    expect(firstIdAt(new Date(made + 1)) > earlier).toBe(true);
  });

  it('has leading zeros long ago', () => {
    expect(firstIdAt(new Date(1))).toBe('00000000-0001-0000-0000-000000000000');
  });
});

describe('an id', () => {
  const id = uuidv7();

  it('is a text in small letters and nothing around it', () => {
    expect(isId(id)).toBe(true);
    for (const text of ['', 'me', id.toUpperCase(), ` ${id}`, `${id}\n`, `{${id}}`])
      expect(isId(text)).toBe(false);
  });

  it.each([[[id]], [{ toString: () => id }], [{ toString: 1 }], [null], [undefined], [7]])(
    'is not another thing, such as %p',
    (value) => {
      expect(isId(value)).toBe(false);
    },
  );
});
