/**
 * What may be wrong with one field. A validator names a key, with numbers for the places in braces
 * (`{ key: 'length', min: 3, max: 32 }`); the language is chosen where the answer is written.
 */
export const fieldTexts = {
  required: { zh: '必填', en: 'is required' },
  string: { zh: '必须是字符串', en: 'must be a string' },
  boolean: { zh: '必须是 true 或 false', en: 'must be true or false' },
  length: { zh: '长度应为 {min} 到 {max} 个字符', en: 'must be {min} to {max} characters long' },
  line: {
    zh: '应为 {min} 到 {max} 个字符的一行文字，不能是空白',
    en: 'must be one line of {min} to {max} characters, not blank',
  },
  max_line: { zh: '应为最多 {max} 个字符的一行文字', en: 'must be one line of at most {max} characters' },
  max_length: { zh: '最多 {max} 个字符', en: 'must be at most {max} characters long' },
  username: {
    zh: '应为 3 到 32 个字母、数字、下划线或连字符',
    en: 'must be 3 to 32 letters, digits, underscores or hyphens',
  },
  weak_password: {
    zh: '太容易被猜到：它是最常见的密码之一，或只由人人都会试的词（你的名字、本站的名字等）加数字和符号组成。请换成 8 到 128 个字符的其他密码，例如几个互不相干的词',
    en: 'is too easy to guess: one of the commonest, or only words that everybody would try (your name, this site’s) with digits and signs; take 8 to 128 characters that are neither, such as a few unrelated words',
  },
  money: {
    zh: '应为 0.01 到 9999.99 之间、最多两位小数的金额',
    en: 'must be an amount from 0.01 to 9999.99 with at most two decimals',
  },
  amount: { zh: '应为最多两位小数的金额', en: 'must be an amount with at most two decimals' },
  presets: {
    zh: '应为 1 到 {max} 个互不相同的金额，每个 0.01 到 9999.99、最多两位小数',
    en: 'must be 1 to {max} different amounts from 0.01 to 9999.99 with at most two decimals',
  },
  least_amount: { zh: '至少 {min} 元', en: 'must be at least {min} yuan' },
  payout_account: {
    zh: '应为 3 到 100 个字符的邮箱或手机号',
    en: 'must be a mail address or a mobile number of 3 to 100 characters',
  },
  one_of: { zh: '只能是 {values}', en: 'must be one of {values}' },
  integer_range: { zh: '应为 {min} 到 {max} 之间的整数', en: 'must be a whole number from {min} to {max}' },
  cursor: { zh: '不是本接口给出的游标', en: 'is not a cursor given by this list' },
  time: {
    zh: '应为 ISO 8601 时间，例如 2026-11-22T08:00:00+08:00',
    en: 'must be an ISO 8601 time such as 2026-11-22T08:00:00+08:00',
  },
  day: {
    zh: '应为不晚于今天的日期，例如 2026-11-21',
    en: 'must be a day such as 2026-11-21, not in the future',
  },
  date: { zh: '应为日期，例如 2026-11-21', en: 'must be a day such as 2026-11-21' },
  day_range: {
    zh: '不能晚于最后一天，一次最多 {max} 天',
    en: 'must not come after the last day, and there may be at most {max} days',
  },
  month: {
    zh: '应为不晚于本月的月份，例如 2026-11',
    en: 'must be a month such as 2026-11, not in the future',
  },
  id: { zh: '不是有效的 id', en: 'is not a valid id' },
  url: { zh: '应为 http 或 https 地址', en: 'must be an http or https address' },
  unstorable: {
    zh: '不能包含空字符 (U+0000) 或不完整的字符',
    en: 'must not contain the NUL character or half a character',
  },
  nesting: { zh: '嵌套层数太多', en: 'is nested too deeply' },
  idempotency_key: { zh: '应为 1 到 255 个可见 ASCII 字符', en: 'must be 1 to 255 visible ASCII characters' },
} as const satisfies Record<string, { zh: string; en: string }>;

export type FieldTextKey = keyof typeof fieldTexts;
export type Language = 'zh' | 'en';

/** One thing wrong with one field; `params` fill the braces of the text. */
export interface FieldProblem {
  readonly field: string;
  readonly text: FieldTextKey;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** The problem's sentence in the asked language. */
export function fieldText(problem: FieldProblem, language: Language): string {
  return fieldTexts[problem.text][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(problem.params?.[name] ?? ''),
  );
}
