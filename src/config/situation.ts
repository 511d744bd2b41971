import { resolve } from 'node:path';
import { ProblemList } from './config-error.js';
import { withSecretFiles } from './secret-files.js';
import { parseUrl } from './variable-types.js';
import { type Environment, parseVariables, type Values } from './variables.js';

/** What the rules look at, and where they write down what they find. */
export interface Situation {
  readonly values: Values;
  readonly mode: 'development' | 'production';
  /** Whether everything must be given already; not so before the embedded parts of development have started. */
  readonly complete: boolean;
  readonly usesSimulator: boolean;
  readonly gatewayIsLocal: boolean;
  readonly publicUrl: string;
  readonly dataDir: string;
  /** What relative paths start from. */
  readonly directory: string;
  readonly problems: ProblemList;
  /** What may be meant so, but should be known. */
  readonly warnings: string[];
}

/** Parses every variable; NODE_ENV=production wins over `development`. */
export function situationOf(
  env: Environment,
  { development, complete, directory }: { development: boolean; complete: boolean; directory: string },
): Situation {
  const problems = new ProblemList();
  const values = parseVariables(withSecretFiles(env, directory, problems), problems);
  const mode = development && values.NODE_ENV !== 'production' ? 'development' : 'production';
  const hasGateway = values.ALIPAY_GATEWAY !== undefined || problems.has('ALIPAY_GATEWAY');
  return {
    values,
    mode,
    complete: complete || mode === 'production',
    usesSimulator: mode === 'development' && !hasGateway,
    gatewayIsLocal: isLoopback(parseUrl(values.ALIPAY_GATEWAY ?? '')?.hostname ?? ''),
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    dataDir: resolve(directory, values.DATA_DIR),
    directory,
    problems,
    warnings: [],
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
