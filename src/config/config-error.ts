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

/** Collects what is wrong while everything is checked. Of each variable the first problem counts. */
export class ProblemList {
  private readonly found = new Map<string, ConfigProblem>();

  add(variable: string, problem: string, remedy: string): void {
    if (!this.found.has(variable)) this.found.set(variable, { variable, problem, remedy });
  }

  has(variable: string): boolean {
    return this.found.has(variable);
  }

  get all(): readonly ConfigProblem[] {
    return [...this.found.values()];
  }

  /** What was found about these variables, for who needs no other. */
  only(...variables: readonly string[]): ProblemList {
    const list = new ProblemList();
    for (const variable of variables) {
      const problem = this.found.get(variable);
      if (problem) list.found.set(variable, problem);
    }
    return list;
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
