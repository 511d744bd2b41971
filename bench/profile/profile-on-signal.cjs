// Preloaded into the server by the benchmark: the first SIGUSR2 begins a processor profile, the next one ends and writes it.
const { Session } = require('node:inspector');
const { renameSync, writeFileSync } = require('node:fs');

const session = new Session();
let running = false;

process.on('SIGUSR2', () => {
  if (!running) {
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.setSamplingInterval', { interval: 500 });
    session.post('Profiler.start');
  } else {
    session.post('Profiler.stop', (_, { profile }) => {
      // Whoever waits for the file finds it whole.
      writeFileSync(`${process.env.BENCH_PROFILE}.part`, JSON.stringify(profile));
      renameSync(`${process.env.BENCH_PROFILE}.part`, process.env.BENCH_PROFILE);
    });
  }
  running = !running;
});
