import fc from 'fast-check';
import { subjectFor } from './subject.js';

describe("an order's subject", () => {
  it('has nothing in it that Alipay forbids or that makes a signed text ambiguous, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const subject = subjectFor(title);
        expect(subject).not.toMatch(/[/=&\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(Array.from(subject).length).toBeLessThanOrEqual(256);
        expect(subjectFor(title)).toBe(subject);
      }),
    );
  });

  it('keeps an ordinary title', () => {
    expect(subjectFor('如何写 TypeScript？ 100% 😀')).toBe('打赏《如何写 TypeScript？ 100% 😀》');
  });

  it('writes / = & in full width', () => {
    expect(subjectFor('a/b=c&d')).toBe('打赏《a／b＝c＆d》');
  });

  it('makes one space of control characters, line ends and marks of direction', () => {
    expect(subjectFor('\u202Ea\r\n\t\u0000b\u200B')).toBe('打赏《a b》');
  });

  it('cuts between characters, never inside one', () => {
    expect(subjectFor('😀'.repeat(101))).toBe(`打赏《${'😀'.repeat(100)}…》`);
    expect(subjectFor('😀'.repeat(100))).toBe(`打赏《${'😀'.repeat(100)}》`);
  });
});
