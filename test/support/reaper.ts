import { spawn } from 'node:child_process';

/** Runs in a process of its own: waits until its standard input ends, which is when the starter is dead. */
const program = `
  const { readFileSync, rmSync } = require('node:fs');
  const dataDir = process.argv[1];
  process.stdin.resume().on('end', () => {
    try {
      process.kill(Number.parseInt(readFileSync(dataDir + '/postgres/cluster/postmaster.pid', 'utf8')), 'SIGQUIT');
    } catch {}
    let attempts = 0;
    const timer = setInterval(() => {
      try {
        if (attempts++ > 100) clearInterval(timer);
        readFileSync(dataDir + '/postgres/cluster/postmaster.pid');
      } catch {
        clearInterval(timer);
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      }
    }, 100);
  });
`;

/** Stops the PostgreSQL of `dataDir` and removes the directory once this process is dead, however it died. */
export function cleanUpAfterDeath(dataDir: string): void {
  const reaper = spawn(process.execPath, ['-e', program, dataDir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  reaper.unref();
  (reaper.stdin as unknown as { unref(): void }).unref();
}
