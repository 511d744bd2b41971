import type { Limit } from './limits.js';

/** How many keys are remembered at a time; past it the oldest is forgotten, which favours whoever it counted. */
const MAX_KEYS = 50_000;

interface Window {
  taken: number;
  readonly endMs: number;
}

/**
 * One limit's counts in this process. All windows are equally long, so the map, in the order in which they began, is in
 * the order in which they end: what is over is thrown away from its front, without a timer.
 */
export class ProcessCounts {
  private readonly windows = new Map<string, Window>();

  /** @param now a clock in milliseconds that never goes back */
  constructor(
    private readonly limit: Limit,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns the seconds to wait where that is more than the limit allows; then nothing is taken. */
  take(key: string, points: number): number | undefined {
    const now = this.now();
    this.forget(now);
    const window = this.windows.get(key) ?? this.open(key, now);
    if (window.taken + points > this.limit.points) return Math.ceil((window.endMs - now) / 1000);
    window.taken += points;
    return undefined;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.windows.size;
  }

  private open(key: string, now: number): Window {
    const window = { taken: 0, endMs: now + this.limit.seconds * 1000 };
    this.windows.set(key, window);
    return window;
  }

  private forget(now: number): void {
    for (const [key, { endMs }] of this.windows) {
      if (endMs > now && this.windows.size < MAX_KEYS) return;
      this.windows.delete(key);
    }
  }
}
