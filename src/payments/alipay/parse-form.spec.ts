import fc from 'fast-check';
import { parseForm } from './parse-form.js';

describe('reading a form', () => {
  it('gives back what was written, whatever the characters', () => {
    const word = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(word, word, { maxKeys: 10 }), (params) => {
        const pairs = Object.entries(params);
        const text = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
        expect(Object.entries(parseForm(text) ?? {}).sort()).toEqual(pairs.sort());
      }),
    );
  });

  it('decodes once, and takes a plus sign for a space', () => {
    expect(parseForm('a=%2525&b=1+2%2B3&c=x=y')).toEqual({ a: '%25', b: '1 2+3', c: 'x=y' });
  });

  it('keeps empty values', () => {
    expect(parseForm('a=&b')).toEqual({ a: '', b: '' });
    expect(parseForm('')).toEqual({});
  });

  it('takes as many as two hundred parameters', () => {
    const text = Array.from({ length: 200 }, (_, i) => `a${i}=1`).join('&');
    expect(Object.keys(parseForm(text) ?? {})).toHaveLength(200);
  });

  it.each([
    ['a repeated name', 'a=1&a=1'],
    ['a name repeated in another spelling', 'a=1&%61=2'],
    ['bytes that are no UTF-8', 'a=%B4%F2'],
    ['a name that is no UTF-8', '%B4%F2=1'],
    ['a broken percent sign', 'a=%zz'],
    ['201 parameters', Array.from({ length: 201 }, (_, i) => `a${i}=1`).join('&')],
  ])('refuses %s', (_, text) => {
    expect(parseForm(text)).toBeUndefined();
  });

  it('takes names of objects for names', () => {
    const params = parseForm('__proto__=1&constructor=2&toString=3');
    expect(Object.entries(params ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['toString', '3'],
    ]);
  });
});
