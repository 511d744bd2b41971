import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EffectScope, effectScope } from 'vue';
import { useLive } from './live.js';

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  /** Fails for good, as after a refusal. */
  refuse(): void {
    this.close();
    this.dispatchEvent(new Event('error'));
  }
}

let scope: EffectScope;
const hints: string[] = [];
const listen = () => {
  scope.run(() => {
    useLive('/live', ['wallet'], (event) => hints.push(event));
  });
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  FakeEventSource.opened = [];
  hints.length = 0;
  scope = effectScope();
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a live page', () => {
  it('hears the events it names and each connection, and nothing else', () => {
    listen();
    const [source] = FakeEventSource.opened;
    for (const event of ['hello', 'wallet', 'reward', 'hello']) source!.dispatchEvent(new Event(event));
    expect([source!.url, hints]).toEqual(['/live', ['hello', 'wallet', 'hello']]);
  });

  it('leaves a lost connection to the browser, which opens it again', () => {
    listen();
    FakeEventSource.opened[0]!.readyState = 0;
    FakeEventSource.opened[0]!.dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it('comes again some seconds after a refusal', () => {
    listen();
    FakeEventSource.opened[0]!.refuse();
    expect(FakeEventSource.opened).toHaveLength(1);
    vi.advanceTimersByTime(5000);
    FakeEventSource.opened[1]!.dispatchEvent(new Event('wallet'));
    expect(hints).toEqual(['wallet']);
  });

  it('hangs up when it is left, and does not come again', () => {
    listen();
    FakeEventSource.opened[0]!.refuse();
    scope.stop();
    vi.advanceTimersByTime(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
    scope = effectScope();
    listen();
    scope.stop();
    expect(FakeEventSource.opened[1]!.readyState).toBe(FakeEventSource.CLOSED);
  });
});
