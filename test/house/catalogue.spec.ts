import { catalogue } from '../../src/errors/catalogue.js';
import { fieldText, fieldTexts, type FieldTextKey } from '../../src/errors/field-texts.js';

const CHINESE = /\p{Script=Han}/u;

describe('every error', () => {
  it.each(Object.entries(catalogue))(
    '%s speaks both languages and has a status of an error',
    (name, entry) => {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(entry.code ?? name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.status).toBeLessThan(600);
      expect(entry.zh).toMatch(CHINESE);
      expect(entry.en).toMatch(/^[A-Z]/);
      expect(entry.en).not.toMatch(CHINESE);
    },
  );
});

describe('what may be wrong with a field', () => {
  const params = { min: 1, max: 9, values: 'a, b' };

  it.each(Object.keys(fieldTexts) as FieldTextKey[])('%s is said in both languages', (text) => {
    const zh = fieldText({ field: 'x', text, params }, 'zh');
    const en = fieldText({ field: 'x', text, params }, 'en');
    expect(zh).toMatch(CHINESE);
    expect(en).not.toMatch(CHINESE);
    expect(`${zh}${en}`).not.toMatch(/[{}]/);
  });
});
