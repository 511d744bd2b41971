import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const text = readFileSync('docs/security.md', 'utf8');

/** Files that the document names, each with the words of a title that follow it in quotation marks. */
const named = Array.from(
  text.matchAll(/`((?:src|test|web|migrations|docs|scripts)\/[^`]*[^`/])`((?:,? “[^”]*”)*)/g),
  ([, file = '', titles = '']) => ({
    file,
    titles: Array.from(titles.matchAll(/“([^”]*)”/g), ([, title = '']) => title),
  }),
);

/** The items of levels 1 and 2 of ASVS 5.0.0 but for V10 and V17: in each section they are numbered from 1 to this. */
const LAST_ITEM = {
  ...{ '1.1': 2, '1.2': 9, '1.3': 11, '1.4': 3, '1.5': 2 },
  ...{ '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1 },
  ...{ '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2 },
  ...{ '4.1': 3, '4.2': 1, '4.3': 2, '4.4': 4 },
  ...{ '5.1': 1, '5.2': 3, '5.3': 2, '5.4': 3 },
  ...{ '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2 },
  ...{ '8.1': 2, '8.2': 3, '8.3': 1, '8.4': 1 },
  ...{ '9.1': 3, '9.2': 4 },
  ...{ '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1 },
  ...{ '12.1': 3, '12.2': 2, '12.3': 4 },
  ...{ '13.1': 1, '13.2': 5, '13.3': 2, '13.4': 5 },
  ...{ '14.1': 2, '14.2': 4, '14.3': 3 },
  ...{ '15.1': 3, '15.2': 3, '15.3': 7 },
  ...{ '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3, '16.5': 3 },
};

describe('docs/security.md', () => {
  it('names files that are there', () => {
    expect(named.length).toBeGreaterThan(150);
    const links = Array.from(text.matchAll(/\]\(([^):]+)\)/g), ([, link = '']) => join('docs', link));
    const files = [...named.map(({ file }) => file), ...links];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names tests by words that are in their titles', () => {
    const gone = named.flatMap(({ file, titles }) => {
      const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return titles.filter((title) => !source.includes(title)).map((title) => `${file}: ${title}`);
    });
    expect(gone).toEqual([]);
  });

  it('has every item of ASVS 5.0.0 up to level 2 once', () => {
    const rows = Array.from(text.matchAll(/^\| (\d[\d., ]*) \|/gm), ([, cell = '']) => cell.split(', '));
    const expected = Object.entries(LAST_ITEM).flatMap(([section, last]) =>
      Array.from({ length: last }, (_, i) => `${section}.${i + 1}`),
    );
    expect(rows.flat().sort()).toEqual(expected.sort());
  });

  it('says of every item what has become of it', () => {
    const verdicts = Array.from(text.matchAll(/^\| \d[^|]*\|[^|]*\| ([^|]*) \|/gm), ([, verdict]) => verdict);
    expect(verdicts.length).toBeGreaterThan(100);
    const known = ['met', 'partly', 'not met', 'operator', 'n/a'];
    expect(verdicts.filter((verdict) => !known.includes(verdict ?? ''))).toEqual([]);
  });
});
