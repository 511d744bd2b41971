/** What the server says when it refuses (RFC 9457); `detail` is in the language of the page. */
export interface ProblemBody {
  status: number;
  code: string;
  detail: string;
  errors?: readonly { field: string; message: string }[];
}

interface ProblemOptions extends ErrorOptions {
  /** When the server says that trying again makes sense. */
  readonly retryAfterSeconds?: number | undefined;
}

/** A request that was refused; `status` is 0 where the server could not be reached. */
export class Problem extends Error {
  readonly code: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly status: number,
    body: Partial<ProblemBody> | undefined,
    options: ProblemOptions = {},
  ) {
    super(body?.detail ?? '', options);
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.code = body?.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.fields = new Map(body?.errors?.map(({ field, message }) => [field, message]));
  }
}

/** Whether a request was refused with the given code. */
export function isProblem(error: unknown, code: string): error is Problem {
  return error instanceof Problem && error.code === code;
}
