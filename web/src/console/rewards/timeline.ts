import type { Tone } from '../shared/tone.js';
import type { HistoryEntry, Refund } from './reward.js';

/** One line of the story: something that happened, or the same answer to a question asked several times in a row. */
export interface Moment {
  readonly key: string;
  readonly time: string;
  /** When the same happened last; as `time` where it happened once. */
  readonly lastTime: string;
  /** How often. */
  readonly times: number;
  readonly source: string;
  readonly kind: HistoryEntry['kind'];
  readonly outcome: string;
  readonly tone: Tone;
  /** The server's own record of each occurrence. */
  readonly raw: readonly unknown[];
}

/** At one moment the cause comes before its effect: the message before the change that it brought about. */
const ORDER: Readonly<Record<HistoryEntry['kind'], number>> = {
  callback: 1,
  query: 2,
  refund: 3,
  state_change: 4,
};

/** The story of a reward from its beginning: causes before effects, and what only repeats in one line. */
export function tellTimeline(history: readonly HistoryEntry[], refunds: readonly Refund[]): Moment[] {
  const known = new Map(refunds.map((refund) => [refund.out_request_no, refund]));
  return [...history]
    .sort(byTimeAndCause)
    .map((entry, place) => toMoment(entry, place, known))
    .reduce<Moment[]>((moments, moment) => {
      const before = moments.at(-1);
      return before && isRepeat(before, moment)
        ? [...moments.slice(0, -1), together(before, moment)]
        : [...moments, moment];
    }, []);
}

function byTimeAndCause(a: HistoryEntry, b: HistoryEntry): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return rank(a) - rank(b);
}

function rank({ kind, outcome }: HistoryEntry): number {
  return outcome === 'created' ? 0 : ORDER[kind];
}

function toMoment(entry: HistoryEntry, place: number, refunds: ReadonlyMap<unknown, Refund>): Moment {
  const { time, source, kind, outcome, detail } = entry;
  const refund = kind === 'refund' ? refunds.get(detail.out_request_no) : undefined;
  return {
    key: `${place}`,
    time,
    lastTime: time,
    times: typeof detail.times === 'number' ? detail.times : 1,
    source,
    kind,
    // The refund's line stands where it was asked for; what became of it has a line of its own.
    outcome: kind === 'refund' ? 'asked' : outcome,
    tone: toneOf(entry),
    raw: [refund ? { ...detail, ...refund } : detail],
  };
}

const BAD = new Set([
  ...['malformed', 'wrong_sign_type', 'bad_signature', 'ambiguous', 'wrong_kind', 'bad_content'],
  ...['unknown_order', 'amount_mismatch', 'wrong_seller', 'wrong_app', 'refund_refused'],
]);
const WORTH_A_LOOK = new Set([
  ...['made_again', 'paid_after_close', 'second_payment', 'unconfirmed', 'not_paid'],
]);

function toneOf({ kind, outcome }: HistoryEntry): Tone {
  if (BAD.has(outcome)) return 'bad';
  if (WORTH_A_LOOK.has(outcome)) return 'waiting';
  return kind === 'state_change' && outcome === 'paid' ? 'good' : 'plain';
}

/** Only questions and messages repeat; each state change is told. */
function isRepeat(before: Moment, moment: Moment): boolean {
  const { kind, source, outcome } = moment;
  return (
    (kind === 'query' || kind === 'callback') &&
    before.kind === kind &&
    before.source === source &&
    before.outcome === outcome
  );
}

function together(before: Moment, moment: Moment): Moment {
  return {
    ...before,
    lastTime: moment.lastTime,
    times: before.times + moment.times,
    raw: [...before.raw, ...moment.raw],
  };
}
