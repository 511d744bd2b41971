/** One wrong variable: which, what is wrong with it, and how to mend it. Never its value, which may be secret. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
  readonly remedy: string;
}

/** The environment is not fit to start with; the message lists everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(report(problems));
  }
}

/**
 * Collects what is wrong while everything is checked. The first problem of each variable counts, also where it is one of
 * the file that should hold it (`NAME_FILE`).
 */
export class ProblemList {
  private readonly found = new Map<string, ConfigProblem>();

  add(variable: string, problem: string, remedy: string): void {
    if (!this.has(variable)) this.found.set(variable, { variable, problem, remedy });
  }

  has(variable: string): boolean {
    return this.of(variable) !== undefined;
  }

  get all(): readonly ConfigProblem[] {
    return [...this.found.values()];
  }

  /** What was found about these variables, for who needs no other. */
  only(...variables: readonly string[]): ProblemList {
    const list = new ProblemList();
    for (const variable of variables) {
      const problem = this.of(variable);
      if (problem) list.found.set(problem.variable, problem);
    }
    return list;
  }

  private of(variable: string): ConfigProblem | undefined {
    return this.found.get(variable) ?? this.found.get(`${variable}_FILE`);
  }

  /** @throws ConfigError where anything was added */
  throwIfAny(): void {
    if (this.found.size > 0) throw new ConfigError(this.all);
  }
}

/** A text for whoever runs the server, in both languages. */
export function both(zh: string, en: string): string {
  return `${zh} / ${en}`;
}

/** A remedy that an example says best. */
export function forExample(variable: string, value: string): string {
  return `例如 / for example: ${variable}=${value}`;
}

function report(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(
    ({ variable, problem, remedy }) => `  ${variable}\n    ✗ ${problem}\n    → ${remedy}`,
  );
  return [both('配置有误，没有启动', 'The configuration is wrong; nothing was started'), ...lines].join('\n');
}
