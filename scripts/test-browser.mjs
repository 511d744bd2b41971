// npm run test:browser: the pages in a real browser, before a real server, closed by one line of counts. Arguments go to
// jest: npm run test:browser -- test/browser/tip.spec.ts
import { existsSync } from 'node:fs';
import { buildIfNeeded, buildPagesIfNeeded } from './build-if-needed.mjs';
import { runJest } from './test-runs.mjs';

const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium';

if (existsSync(chromium)) {
  buildIfNeeded();
  buildPagesIfNeeded();
  process.env.CHROMIUM_PATH = chromium;
  const { passed, failed } = await runJest(['--config=jest.browser.config.cjs', ...process.argv.slice(2)]);
  report(passed, failed);
} else {
  console.error(
    `没有找到 Chromium（${chromium}）：请安装，或用 CHROMIUM_PATH 指明 / There is no Chromium at ${chromium}: install one (apt-get install chromium fonts-noto-cjk), or name yours in CHROMIUM_PATH`,
  );
  report(0, 1);
}

function report(passed, failed) {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
