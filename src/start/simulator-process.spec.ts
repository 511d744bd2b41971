import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulatorProcess } from './simulator-process.js';
import { StartError } from './start-error.js';

describe('the simulator as a process', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'zanshang-simulator-'));
  });

  afterEach(() => {
    delete process.env.JWT_SECRET;
    rmSync(directory, { recursive: true });
  });

  /** A program that stands in for simulator/main.js. */
  function program(text: string): string {
    const path = join(directory, 'program.cjs');
    writeFileSync(path, text);
    return path;
  }

  it('is ready when it says so, sees its settings and none of our secrets, and stops when told', async () => {
    process.env.JWT_SECRET = 'secret';
    const path = program(`
      const url = 'http://' + process.env.SIMULATOR_HOST + '/' + (process.env.JWT_SECRET ?? 'no-secret');
      process.send({ type: 'ready', url, gatewayUrl: url + '/gateway.do' });
      process.on('SIGTERM', () => process.exit(0));
    `);
    const log = jest.fn();
    const simulator = await startSimulatorProcess(path, { SIMULATOR_HOST: 'here' }, log);
    expect(simulator).toMatchObject({
      url: 'http://here/no-secret',
      gatewayUrl: 'http://here/no-secret/gateway.do',
    });
    await simulator.stop();
    await simulator.stop();
    expect(log).not.toHaveBeenCalled();
  });

  it('that goes away by itself is reported, and stops without waiting', async () => {
    const path = program(`
      process.send({ type: 'ready', url: '', gatewayUrl: '' }, () => process.exit(3));
    `);
    const log = jest.fn();
    const simulator = await startSimulatorProcess(path, {}, log);
    while (log.mock.calls.length === 0) await sleep(10);
    await simulator.stop();
    expect(log).toHaveBeenCalledWith(expect.stringContaining('gone away'));
  });

  it('that cannot start fails with its own words', async () => {
    const path = program(`process.send({ type: 'error', message: '端口已被占用' }, () => process.exit(1));`);
    await expect(startSimulatorProcess(path, {}, jest.fn())).rejects.toThrow(new StartError('端口已被占用'));
  });

  it('that dies before it is ready fails', async () => {
    const path = program('process.exit(1);');
    await expect(startSimulatorProcess(path, {}, jest.fn())).rejects.toThrow(StartError);
  });
});
