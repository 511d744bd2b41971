import { EventStream } from './event-stream.js';

describe('a stream of events', () => {
  let closed: jest.Mock;
  let text: string;
  let stream: EventStream;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    closed = jest.fn();
    text = '';
    stream = new EventStream(1000, closed);
  });
  afterEach(() => {
    stream.body.destroy();
    jest.useRealTimers();
  });

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  async function read(): Promise<void> {
    stream.body.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await turn();
  }

  /** What was said since the last time this was asked. */
  async function said(): Promise<string[]> {
    await turn();
    const events = [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(
      ([, event, data]) => `${event} ${data}`,
    );
    text = '';
    return events;
  }

  it('says how soon to come back before anything else', async () => {
    await read();
    expect(text).toBe('retry: 2000\n\n');
  });

  it('says the first of a kind at once, and all that follow within half a second as one', async () => {
    await read();
    for (let i = 0; i < 100; i++) stream.hint('wallet');
    stream.hint('hello');
    expect(await said()).toEqual(['wallet {}', 'hello {}']);
    jest.advanceTimersByTime(500);
    expect(await said()).toEqual(['wallet {}']);
    jest.advanceTimersByTime(5000);
    expect(await said()).toEqual([]);
  });

  it('says one thing of a kind with its name, and hello for several', async () => {
    await read();
    stream.hint('reward', { id: 'a' });
    stream.hint('reward', { id: 'b' });
    stream.hint('reward', { id: 'b' });
    expect(await said()).toEqual(['reward {"id":"a"}']);
    jest.advanceTimersByTime(500);
    expect(await said()).toEqual(['reward {"id":"b"}']);
    for (const id of ['c', 'd']) stream.hint('reward', { id });
    expect(await said()).toEqual(['hello {}']);
  });

  it('keeps no more for a client that does not read than one hint of a kind, and says that when it does', async () => {
    for (let i = 0; i < 500; i++) {
      stream.hint('wallet');
      stream.hint('supporters');
      jest.advanceTimersByTime(500);
    }
    const { readableLength, writableLength } = stream.body;
    expect(readableLength + writableLength).toBeLessThan(8192);
    await read();
    await said();
    jest.advanceTimersByTime(500);
    await turn();
    expect((await said()).length).toBeLessThanOrEqual(2);
    stream.hint('wallet');
    jest.advanceTimersByTime(500);
    expect(await said()).toContain('wallet {}');
  });

  it('has a heartbeat that is no event', async () => {
    await read();
    await said();
    stream.beat(0);
    await turn();
    expect(text).toBe(':\n\n');
  });

  it('ends when it is old, so that the browser asks anew', async () => {
    await read();
    stream.beat(1000);
    await turn();
    await turn();
    expect(stream.body.destroyed).toBe(true);
    expect(closed).toHaveBeenCalledTimes(1);
    stream.hint('wallet');
    stream.beat(2000);
    stream.end();
    expect(await said()).toEqual([]);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('is cut off when its client has not read for some heartbeats', async () => {
    while (!stream.body.writableNeedDrain) {
      stream.hint('wallet');
      jest.advanceTimersByTime(500);
    }
    for (let i = 0; i < 2; i++) stream.beat(0);
    await turn();
    expect(stream.body.destroyed).toBe(false);
    stream.beat(0);
    await turn();
    expect(stream.body.destroyed).toBe(true);
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it('is cut off when it was ended and its client does not read the rest', async () => {
    stream.end();
    stream.beat(0);
    await turn();
    expect(stream.body.destroyed).toBe(true);
    expect(closed).toHaveBeenCalledTimes(1);
  });
});
