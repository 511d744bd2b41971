import { both } from './config/config-error.js';
import { readEnvironment } from './config/environment.js';
import { examineConfig } from './config/load-config.js';
import { examineDatabase } from './doctor/examine-database.js';
import { examineEnvironment } from './doctor/examine-environment.js';
import { examineGateway } from './doctor/examine-gateway.js';
import { examineServer } from './doctor/examine-server.js';
import type { Finding } from './doctor/finding.js';
import { explain } from './start/start-error.js';

/**
 * `npm run doctor`: looks at a deployment (configuration, keys, database, gateway, running server) and says what is
 * right, what is wrong and how to mend it. It changes nothing. Exit status 1 where something is wrong.
 */
async function doctor(): Promise<boolean> {
  const directory = process.cwd();
  const examination = examineConfig(readEnvironment(directory, process.env), directory);
  const parts = [examineEnvironment, examineDatabase, examineGateway, examineServer];
  const counts = { right: 0, warning: 0, wrong: 0 };
  for (const examine of parts) {
    for (const finding of await examine(examination)) {
      counts[finding.level] += 1;
      print(finding);
    }
  }
  const { wrong, warning } = counts;
  console.log(
    `\n${both(`${wrong} 处有误，${warning} 处提醒`, `${wrong} wrong, ${warning} warnings, ${counts.right} right`)}`,
  );
  return wrong === 0;
}

const marks = { right: '✓', warning: '⚠', wrong: '✗' } as const;

function print({ level, text, remedy }: Finding): void {
  console.log(`${marks[level]} ${text}`);
  if (remedy !== undefined) console.log(`    → ${remedy}`);
}

try {
  process.exitCode = (await doctor()) ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
