// Payment requests are signed in libuv's thread pool: as many threads as there are cores (more would only take time from
// the main thread), two at least. Node's ESM loader uses the pool before any module runs, so this file is preloaded
// (node -r); later the variable has no effect.
const { availableParallelism } = require('node:os');

process.env.UV_THREADPOOL_SIZE ??= String(Math.max(2, availableParallelism()));
