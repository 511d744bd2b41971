import { invalidParameter } from './errors.js';
import { parseYuan } from './money.js';

/** The business parameters of one call: the JSON object in `biz_content`. */
export class BizContent {
  private constructor(private readonly values: Record<string, unknown>) {}

  static parse(text: string): BizContent {
    let values: unknown;
    try {
      values = JSON.parse(text);
    } catch {
      throw invalidParameter('biz_content 不是合法的 JSON');
    }
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw invalidParameter('biz_content 应当是 JSON 对象');
    }
    return new BizContent(values as Record<string, unknown>);
  }

  /** A text, or null where it is absent or empty. A JSON number counts as the text that wrote it. */
  optional(name: string, maxLength: number): string | null {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value !== 'string' && typeof value !== 'number')
      throw invalidParameter(`${name} 应当是字符串`);
    const text = value.toString();
    if (Array.from(text).length > maxLength) throw invalidParameter(`${name} 超过 ${maxLength} 个字符`);
    return text;
  }

  required(name: string, maxLength: number): string {
    const text = this.optional(name, maxLength);
    if (text === null) throw invalidParameter(`缺少 ${name}`);
    return text;
  }

  /** Fen of a required amount in yuan. */
  amountFen(name: string): bigint {
    const fen = parseYuan(this.required(name, 20));
    if (fen === undefined) {
      throw invalidParameter(`${name} 应当是 0.01 到 100000000 之间的十进制金额，最多两位小数`);
    }
    return fen;
  }
}
