// npm run demo: the main job, told step by step, over HTTP as the outside world sees it. It starts a server, a
// database and a simulator of its own in a temporary folder, and leaves nothing behind. Exit status 0 only if the
// books balance.
import { buildIfNeeded } from './build-if-needed.mjs';
import { tellDemo } from './demo/story.mjs';
import { startServer } from './demo/server.mjs';

buildIfNeeded();
const server = await startServer();
let failure;
try {
  await tellDemo(server);
} catch (error) {
  failure = error;
  console.error(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await server.stop();
}
process.exitCode = failure ? 1 : 0;
