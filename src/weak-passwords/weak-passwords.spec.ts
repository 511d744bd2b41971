import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { everybodysWords } from './context-words.js';
import { WeakPasswords } from './weak-passwords.js';

const weak = new WeakPasswords('https://www.mei-wen.example.com:8443/tips');
const isWeak = (password: string, ...names: string[]) => weak.include(password, names);

const list = JSON.parse(
  readFileSync(createRequire(__filename).resolve('@zxcvbn-ts/language-common/src/passwords.json'), 'utf8'),
) as string[];

/** Those that the length rule does not refuse already. */
const common = list.filter((password) => password.length >= 8);

describe('a password out of breaches', () => {
  it('is one of at least three thousand', () => {
    // docs/security.md and decision 0025 say how many.
    expect(common).toHaveLength(17_950);
    expect(common).toEqual(expect.arrayContaining(['password1', 'iloveyou', '1qaz2wsx', 'a123456789']));
  });

  it('is weak, each of them', () => {
    expect(common.filter((password) => !isWeak(password))).toEqual([]);
  });

  it('is weak in any case and in any width of its letters', () => {
    const wide = (letter: string) =>
      letter >= '!' && letter <= '~' ? String.fromCodePoint(letter.codePointAt(0)! + 0xfee0) : letter;
    const spellings = [String, wide, (letter: string) => letter.toUpperCase()];
    fc.assert(
      fc.property(
        fc.constantFrom(...common),
        fc.infiniteStream(fc.constantFrom(...spellings)),
        (password, how) => {
          const typed = Array.from(password, (letter) => how.next().value!(letter)).join('');
          expect(isWeak(typed)).toBe(true);
        },
      ),
    );
  });

  it.each(['sunshinesunshine', 'trustno1trustno1trust', 'PrincessPrincess'])(
    'is weak said twice: %s',
    (password) => {
      expect(isWeak(password)).toBe(true);
    },
  );

  it.each(['passwor","dragon', '","baseball","', 'baseball","football', 'qwerty","dragon', '\\u0070assword'])(
    'is not seen in what only looks like the list: %s',
    (password) => {
      expect(isWeak(password)).toBe(false);
    },
  );
});

describe('a pattern', () => {
  it.each([
    'aaaaaaaa',
    '88888888',
    '1313131313',
    '1234512345',
    'qwertyqwerty',
    'abcabcabca',
    '哈哈哈哈哈哈哈哈',
    '987654321',
    '78901234',
    'stuvwxyz',
    'poiuytrewq',
    'LKJHGFDS',
    '1234567890-=',
    '19900507',
    '07051990',
    '05-31-2001',
    '1990.05.07',
  ])('is weak: %s', (password) => {
    expect(isWeak(password)).toBe(true);
  });

  it.each([
    '19901307',
    '00051990',
    '31990507',
    '18990507',
    '85274163',
    'abcdefhi',
    'aaaaaaab',
    'abcdefgi!abcdefgi',
  ])('is not seen in %s', (password) => {
    expect(isWeak(password)).toBe(false);
  });
});

describe('a word that everybody would try here', () => {
  const around = ['2026%', '!!!%!!!', '%12345678', '1990-%-05', '%_%.%', '  %  8888'];

  it.each(everybodysWords)('%s is weak with nothing but digits and signs around it', (word) => {
    for (const frame of around) {
      expect(isWeak(frame.replaceAll('%', word))).toBe(true);
      expect(isWeak(frame.replaceAll('%', word.toUpperCase()))).toBe(true);
    }
  });

  it('are those that the operations manual lists', () => {
    const [line] = /^- `zanshang`.*$/m.exec(readFileSync('docs/operations.md', 'utf8')) ?? [''];
    expect(Array.from(line.matchAll(/`([^`]+)`/g), ([, word]) => word)).toEqual(everybodysWords);
  });

  it.each([
    'zanshang-alipay',
    'AdminPassword1',
    '支付宝打赏2026',
    'ｚａｎｓｈａｎｇ１２',
    'ZanShang@2026!',
    'password2026',
  ])('is weak beside another: %s', (password) => {
    expect(isWeak(password)).toBe(true);
  });

  it.each(['mei-wen2026', 'MEI.WEN.888', 'www.mei-wen.example.com', 'example1', '8443example'])(
    'is in the name of the host: %s',
    (password) => {
      expect(isWeak(password)).toBe(true);
    },
  );

  it('is in the name of the host as people read it, and an address is none', () => {
    expect(new WeakPasswords('https://xn--7dv529c.example').include('美文12345678', [])).toBe(true);
    expect(new WeakPasswords('http://[::1]:3000').include('3000-abc-3000', [])).toBe(false);
    expect(new WeakPasswords('http://192.168.1.20').include('1680-x-1920', [])).toBe(false);
  });

  it.each([
    ['lin_xi88', ['lin_xi88', '林夕']],
    ['LinXi2026', ['lin_xi88', '林夕']],
    ['88-xi-lin-88', ['lin_xi88', '林夕']],
    ['林夕林夕2026', ['lin_xi88', '林夕']],
    ['reader-zanshang', ['reader', '小赏']],
    ['13800138000', ['13800138000', '13800138000']],
    ['Ångström77', ['angstrom', 'A\u030angstro\u0308m']],
  ])('is one’s own name: %s of %j', (password, names) => {
    expect(isWeak(password, ...names)).toBe(true);
    expect(isWeak(password, 'somebody', '别人')).toBe(false);
  });

  it('is not one letter, or a digit or two, that somebody is called', () => {
    expect(isWeak('20263971', '2026', '7')).toBe(false);
    expect(isWeak('a1739265', 'a-1', 'A')).toBe(false);
  });

  it.each([
    'correct horse',
    'battery staple',
    'one long password',
    'zanshang is what I read',
    'my alipay has no money',
    'passwordless',
    '打赏作者的人很好',
    'the admin of nothing 1',
    'k7#pq2!vz9',
    '60d1b2a6cbf3e1a9c4d2f6b8',
  ])('in a longer saying does no harm: %s', (password) => {
    expect(isWeak(password, 'lin_xi', '林夕')).toBe(false);
  });

  it('does no harm between letters, whatever they are', () => {
    const letters = fc.stringMatching(/^[c-hj-kp-q]{6,20}$/);
    fc.assert(
      fc.property(letters, fc.constantFrom(...everybodysWords), letters, (before, word, after) => {
        fc.pre(before !== after);
        expect(isWeak(`${before}${word}${after}`)).toBe(false);
      }),
    );
  });

  it('is found among words that overlap, and quickly among many', () => {
    expect(isWeak('zanshangx', 'zan', 'shangx')).toBe(true);
    const names = Array.from({ length: 20 }, (_, i) => '1'.repeat(6 + i));
    const start = performance.now();
    expect(isWeak(`${'1'.repeat(120)}x2y`, ...names)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
