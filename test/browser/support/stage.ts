import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import type { Account } from './people.js';
import { type ServerAddress, sharedServer } from './shared-server.js';
import { Watch } from './watch.js';

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** How long a locator may wait: two tests and a server share two cores. */
const PATIENCE_MS = 15_000;

/** Somebody with a browser of their own: cookies and storage are nobody else's. */
interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly watch: Watch;
}

export interface Stage {
  readonly server: ServerAddress;
  /** A new browser profile with one empty page; logged in where an account is given. */
  visitor(account?: Account, viewport?: typeof DESK): Promise<Visitor>;
}

/**
 * A browser for the tests of one file, and for each test fresh profiles. A test fails where something went wrong in one
 * of them: an error in the console, a refusal that was not expected, a request to somebody else.
 */
export function useStage(server: () => ServerAddress = sharedServer): Stage {
  let browser: Browser;
  let visitors: Visitor[] = [];

  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH!, args });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    const done = visitors;
    visitors = [];
    for (const { context } of done) await context.close();
    for (const { watch } of done) watch.judge();
  });

  return {
    get server() {
      return server();
    },
    async visitor(account, viewport = DESK) {
      const { url } = server();
      const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', viewport });
      context.setDefaultTimeout(PATIENCE_MS);
      const visitor = { context, watch: new Watch(context, server()), page: await context.newPage() };
      visitors.push(visitor);
      if (account) await logIn(context, account);
      return visitor;
    },
  };
}

/** Logs in without a page, as far as the cookie goes. */
async function logIn(context: BrowserContext, { username, password }: Account): Promise<void> {
  const response = await context.request.post('/session', { data: { username, password } });
  if (!response.ok()) throw new Error(`${username} cannot log in: ${await response.text()}`);
}
