import { spawn } from 'node:child_process';

// npm scripts, each of which can be run alone: npm run lint. The build goes before them: openapi:check needs it.
// The longest begins.
const checks = [
  'lint',
  'types',
  'openapi:check',
  'web:types',
  'format:check',
  'dead-code',
  'architecture',
  'audit',
  'sbom',
];

/** What a check that passed has to say begins so. */
const WARNING = /^! .+$/gm;

/** Runs every check, two at a time, and says of each whether it passed. @returns how many did and did not. */
export async function runChecks(root) {
  const waiting = [...checks];
  let failed = 0;
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!(await runCheck(root, name))) failed += 1;
    }
  };
  await Promise.all([work(), work()]);
  return { passed: checks.length - failed, failed };
}

async function runCheck(root, name) {
  const startedMs = Date.now();
  const { code, output } = await run(root, ['run', '--silent', name]);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  const told = code === 0 ? (output.match(WARNING) ?? []).join('\n') : output.trimEnd();
  if (told !== '') console.log(told);
  return code === 0;
}

function run(root, args) {
  return new Promise((resolve) => {
    const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' };
    const child = spawn('npm', args, options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', (error) => resolve({ code: 1, output: String(error) }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
