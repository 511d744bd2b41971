// npm run audit: known weaknesses of the packages that the lock file names. Fails for a grave one (high or critical) in
// what production installs; tells the others. Where the registry gives no answer, that is a warning, not a failure.
import { npmOutput } from './npm-output.mjs';

const GRAVE = new Set(['high', 'critical']);
const PATIENCE = ['--fetch-retries=0', '--fetch-timeout=20000'];

const production = await audit('--omit=dev');
const all = production.vulnerabilities ? await audit() : production;
if (all.vulnerabilities) {
  const shipped = new Set(Object.keys(production.vulnerabilities));
  for (const found of Object.values(all.vulnerabilities)) tell(found, shipped.has(found.name));
} else {
  console.log(`! the registry does not tell of weaknesses: ${all.message}`);
}

function tell({ name, severity, via, fixAvailable }, isShipped) {
  const fails = isShipped && GRAVE.has(severity);
  if (fails) process.exitCode = 1;
  const where = isShipped ? 'production' : 'development';
  const causes = via.map((cause) =>
    typeof cause === 'string' ? `by ${cause}` : `${cause.title} ${cause.url}`,
  );
  const remedy = fixAvailable ? ' (a mended version exists)' : '';
  console.log(`${fails ? '✗' : '!'} ${name}: ${severity}, ${where}: ${causes.join('; ')}${remedy}`);
}

/** @returns npm's report: with `vulnerabilities`, or with a `message` why there are none to tell */
async function audit(...options) {
  const output = await npmOutput(['audit', '--json', '--package-lock-only', ...PATIENCE, ...options]);
  try {
    return { message: 'npm audit does not say why', ...JSON.parse(output) };
  } catch {
    return { message: 'npm audit printed no report' };
  }
}
