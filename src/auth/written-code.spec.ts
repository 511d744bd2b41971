import { digestOfWrittenCode, newWrittenCode } from './written-code.js';

describe('a written code', () => {
  it('has 24 letters and digits in groups, and is another one each time', () => {
    const codes = Array.from({ length: 200 }, newWrittenCode);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
    expect(new Set(codes).size).toBe(200);
  });

  it('uses all letters alike', () => {
    const letters = new Set(Array.from({ length: 100 }, newWrittenCode).join('').replaceAll('-', ''));
    expect(letters.size).toBe(32);
  });

  it.each([
    (code: string) => code.toLowerCase(),
    (code: string) => code.replaceAll('-', ''),
    (code: string) => ` ${code.replaceAll('-', ' ')}\n`,
  ])('is the same however it is typed (%#)', (typed) => {
    const code = newWrittenCode();
    expect(digestOfWrittenCode(typed(code))).toEqual(digestOfWrittenCode(code));
    expect(digestOfWrittenCode(code)).toHaveLength(32);
  });

  it('is not another one', () => {
    expect(digestOfWrittenCode(newWrittenCode())).not.toEqual(digestOfWrittenCode(newWrittenCode()));
  });

  it.each(['', '123456', 'ABCD-EFGH', 'A'.repeat(25), '1'.repeat(24), 'Ａ'.repeat(24), 'é'.repeat(24)])(
    'is not %p',
    (typed) => {
      expect(digestOfWrittenCode(typed)).toBeUndefined();
    },
  );
});
