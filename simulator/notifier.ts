import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, NotificationFault } from './faults.js';
import type { Identity } from './identity.js';
import { formBody, signNotification } from './notification.js';
import { isAccepted, postForm } from './post-form.js';
import type { Params } from './signing.js';
import type { TradeStore } from './trade-store.js';
import { newNotifyId, type Attempt, type Notice, type Trade } from './trade.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHUFFLE_WINDOW_MS = 300;

/** Pauses between the eight sendings of a notification that is not acknowledged: 24 h 22 min in all. */
export const RETRY_GAPS_MS: readonly number[] = [
  4 * MINUTE_MS,
  10 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  15 * HOUR_MS,
];

export interface NotifierOptions {
  store: TradeStore;
  identity: Identity;
  faults: Faults;
  now: () => number;
  /** Pauses between resends are divided by it. */
  speed: number;
  log: (line: string) => void;
}

/** Sends notifications and resends them until they are acknowledged. What is outstanding lives in the trades. */
export class Notifier {
  private readonly timers = new Map<Notice, NodeJS.Timeout>();
  private readonly flights = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private held: { trade: Trade; notice: Notice }[] = [];

  constructor(private readonly options: NotifierOptions) {
    // Every sending under way listens to it, and there may be any number.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Adds a notification to the trade, due now; the caller saves the trade and then calls `start`. */
  prepare(trade: Trade, fields: Params): Notice | undefined {
    if (trade.notifyUrl === null) return undefined;
    const now = this.options.now();
    const notifyId = newNotifyId(now);
    const notice: Notice = { notifyId, fields, rounds: 0, attempts: [], accepted: false, nextAt: now };
    trade.notices.push(notice);
    return notice;
  }

  /** Waits for the notification's time and sends it. */
  start(trade: Trade, notice: Notice | undefined): void {
    if (notice?.nextAt == null || this.stopping.signal.aborted) return;
    const waitMs = Math.max(0, notice.nextAt - this.options.now());
    const timer = setTimeout(() => {
      this.timers.delete(notice);
      this.track(this.round(trade, notice));
    }, waitMs);
    this.timers.set(notice, timer);
  }

  /** After a restart: everything that was outstanding goes on. */
  resume(): void {
    for (const trade of this.options.store.all()) {
      for (const notice of trade.notices) this.start(trade, notice);
    }
  }

  /** One sending outside the schedule and untouched by faults; kept with the trade like every other. */
  async sendNow(trade: Trade, notice: Notice): Promise<Attempt> {
    const attempt = await this.attempt(trade, notice);
    if (isAccepted(attempt)) this.finish(notice);
    this.save(trade);
    return attempt;
  }

  /** Nothing is sent after this; what was under way and unanswered stays outstanding. */
  async close(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    await Promise.allSettled(this.flights);
  }

  private track(work: Promise<void>): void {
    const flight = work
      .catch((error: unknown) => {
        if (!this.stopping.signal.aborted) this.options.log(`通知出错：${String(error)}`);
      })
      .finally(() => this.flights.delete(flight));
    this.flights.add(flight);
  }

  private async round(trade: Trade, notice: Notice): Promise<void> {
    const fault = this.options.faults.forNotification();
    if (fault.never) {
      notice.nextAt = null;
      this.save(trade);
    } else if (fault.shuffle) {
      this.hold(trade, notice, fault);
    } else {
      if (fault.delay_ms) await sleep(fault.delay_ms, undefined, { signal: this.stopping.signal });
      await this.send(trade, notice, fault.times ?? 1);
    }
  }

  /** Out of order: what falls due within one window goes out last first. */
  private hold(trade: Trade, notice: Notice, fault: NotificationFault): void {
    this.held.push({ trade, notice });
    if (this.held.length > 1) return;
    const release = async (): Promise<void> => {
      await sleep(fault.delay_ms ?? SHUFFLE_WINDOW_MS, undefined, { signal: this.stopping.signal });
      const reversed = this.held.reverse();
      this.held = [];
      for (const one of reversed) await this.send(one.trade, one.notice, fault.times ?? 1);
    };
    this.track(release());
  }

  private async send(trade: Trade, notice: Notice, times: number): Promise<void> {
    const copies = Array.from({ length: times }, () => this.attempt(trade, notice));
    const attempts = await Promise.all(copies);
    if (this.stopping.signal.aborted && !attempts.some(isAccepted)) return;
    notice.rounds += 1;
    const gapMs = RETRY_GAPS_MS[notice.rounds - 1];
    if (attempts.some(isAccepted) || notice.accepted || gapMs === undefined) {
      this.finish(notice, attempts.some(isAccepted) || notice.accepted);
    } else {
      notice.nextAt = this.options.now() + Math.ceil(gapMs / this.options.speed);
    }
    this.save(trade);
    this.start(trade, notice);
  }

  private async attempt(trade: Trade, notice: Notice): Promise<Attempt> {
    const at = this.options.now();
    const { privateKey } = this.options.identity;
    const params = signNotification(notice.fields, notice.notifyId, at, privateKey);
    const answer = await postForm(trade.notifyUrl ?? '', formBody(params), this.stopping.signal);
    const attempt: Attempt = { at, httpStatus: answer.httpStatus, answer: answer.answer.slice(0, 500) };
    notice.attempts.push(attempt);
    const { trade_status: status = '' } = notice.fields;
    this.options.log(
      `通知 ${trade.outTradeNo} ${status} → ${attempt.httpStatus ?? '无应答'} ${attempt.answer.slice(0, 60)}`,
    );
    return attempt;
  }

  private finish(notice: Notice, accepted = true): void {
    notice.accepted = accepted;
    notice.nextAt = null;
    clearTimeout(this.timers.get(notice));
    this.timers.delete(notice);
  }

  private save(trade: Trade): void {
    if (!this.stopping.signal.aborted) this.options.store.save(trade);
  }
}
