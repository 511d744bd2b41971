import { invalidParameter, plainInvalidParameter, type GatewayError } from './errors.js';
import { parseYuan } from './money.js';

type Refuse = (detail: string) => GatewayError;

/** The business parameters of one call: the JSON object in `biz_content`, or an object within it. */
export class BizContent {
  private constructor(
    private readonly values: Record<string, unknown>,
    readonly refuse: Refuse,
  ) {}

  /** `method` decides how its refusals are named: `ACQ.INVALID_PARAMETER` for trades, else `INVALID_PARAMETER`. */
  static parse(text: string, method: string): BizContent {
    const refuse = method.startsWith('alipay.trade.') ? invalidParameter : plainInvalidParameter;
    let values: unknown;
    try {
      values = JSON.parse(text);
    } catch {
      throw refuse('biz_content 不是合法的 JSON');
    }
    return BizContent.of(values, 'biz_content', refuse);
  }

  private static of(values: unknown, name: string, refuse: Refuse): BizContent {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw refuse(`${name} 应当是 JSON 对象`);
    }
    return new BizContent(values as Record<string, unknown>, refuse);
  }

  /** A text, or null where it is absent or empty. A JSON number counts as the text that wrote it. */
  optional(name: string, maxLength: number): string | null {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return null;
    if (typeof value !== 'string' && typeof value !== 'number') throw this.refuse(`${name} 应当是字符串`);
    const text = value.toString();
    if (Array.from(text).length > maxLength) throw this.refuse(`${name} 超过 ${maxLength} 个字符`);
    return text;
  }

  required(name: string, maxLength: number): string {
    const text = this.optional(name, maxLength);
    if (text === null) throw this.refuse(`缺少 ${name}`);
    return text;
  }

  /** A required object within this one. */
  object(name: string): BizContent {
    return BizContent.of(this.values[name], name, this.refuse);
  }

  /** Fen of a required amount in yuan. */
  amountFen(name: string): bigint {
    const fen = parseYuan(this.required(name, 20));
    if (fen === undefined) {
      throw this.refuse(`${name} 应当是 0.01 到 100000000 之间的十进制金额，最多两位小数`);
    }
    return fen;
  }
}
