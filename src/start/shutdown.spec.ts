import { Shutdown } from './shutdown.js';

describe('Shutdown', () => {
  let lines: string[];
  let shutdown: Shutdown;

  beforeEach(() => {
    lines = [];
    shutdown = new Shutdown((line) => lines.push(line), 200);
  });

  const start = (name: string, stop = () => Promise.resolve()) =>
    shutdown.start(
      name,
      () => Promise.resolve(name),
      (part) => stop().then(() => void lines.push(part)),
    );

  it('stops in the opposite order of the start', async () => {
    for (const name of ['database', 'simulator', 'server']) await start(name);
    await shutdown.run();
    expect(lines).toEqual(['server', 'simulator', 'database']);
  });

  it('stops everything once, however often it is asked', async () => {
    await start('database');
    await Promise.all([shutdown.run(), shutdown.run()]);
    await shutdown.run();
    expect(lines).toEqual(['database']);
  });

  it('goes on when a part fails to stop, and says so', async () => {
    await start('database');
    await start('server', () => Promise.reject(new Error('stuck')));
    await shutdown.run();
    expect(lines).toEqual(['stuck', 'database']);
  });

  it('goes on when a part takes too long, and says so', async () => {
    await start('database');
    await start('server', () => new Promise(() => undefined));
    await shutdown.run();
    expect(lines).toEqual([expect.stringContaining('server did not stop in time'), 'database']);
  });

  it('waits for a part that is still starting, and stops it too', async () => {
    let begun: (part: string) => void = () => undefined;
    const part = new Promise<string>((resolve) => (begun = resolve));
    const starting = shutdown.start(
      'database',
      () => part,
      (name) => Promise.resolve(void lines.push(name)),
    );
    const stopped = shutdown.run();
    begun('database');
    await Promise.all([starting, stopped]);
    expect(lines).toEqual(['database']);
  });

  it('refuses to start anything once stopping has begun', async () => {
    await shutdown.run();
    await expect(start('server')).rejects.toThrow(/being stopped/);
    expect(shutdown.hasBegun).toBe(true);
  });

  it('stops the others when one fails to start', async () => {
    await start('database');
    const failure = shutdown.start(
      'server',
      () => Promise.reject(new Error('port taken')),
      () => Promise.resolve(),
    );
    await expect(failure).rejects.toThrow('port taken');
    await shutdown.run();
    expect(lines).toEqual(['database']);
  });
});
