import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What npm prints with these arguments, in the project's folder; empty where it could not be run. Never rejects. */
export function npmOutput(args) {
  return new Promise((resolve) => {
    const options = { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], shell: process.platform === 'win32' };
    const child = spawn('npm', args, options);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(output));
  });
}
