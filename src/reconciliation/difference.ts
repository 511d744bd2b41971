import { formatYuan } from '../money/fen.js';

type DifferenceKind = 'missing_here' | 'missing_there' | 'different_amount' | 'different_state';

/** Something that the bill says otherwise than the books. `here` and `there`: amounts in yuan, or states. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly subject: 'payment' | 'refund' | 'fee';
  readonly out_trade_no: string;
  readonly out_request_no: string | null;
  readonly trade_no: string;
  readonly reward_id: string | null;
  readonly here: string | null;
  readonly there: string | null;
}

/** A row of a bill beside what is booked here, as the driver hands it over. */
export interface PairRow {
  out_trade_no: string;
  out_request_no: string;
  trade_no: string;
  reward_id: string | null;
  /** The reward's, or the refund's. */
  status: string | null;
  there_fen: string;
  received_fen: string;
  here_fen: string | null;
}

/** Something booked that stands in no bill. */
export interface UnbilledRow {
  out_trade_no: string;
  out_request_no: string;
  trade_no: string;
  reward_id: string;
  here_fen: string;
}

type Subject = Difference['subject'];
type Named = Pick<PairRow, 'out_trade_no' | 'out_request_no' | 'trade_no' | 'reward_id'>;

/** What a row of a bill says otherwise; the row must differ. */
export function fromPair(subject: 'payment' | 'refund', row: PairRow): Difference {
  const there = formatYuan(BigInt(row.there_fen));
  if (row.here_fen === null) return notBooked(subject, row, there);
  const received = BigInt(row.received_fen);
  const differing = row.here_fen === row.there_fen ? formatYuan(received) : there;
  return difference('different_amount', subject, row, formatYuan(BigInt(row.here_fen)), differing);
}

/** States in which neither the payment nor the refund has happened here. */
const NOT_DONE = { payment: ['pending', 'closed'], refund: ['pending', 'refused'] };

function notBooked(subject: 'payment' | 'refund', row: PairRow, there: string): Difference {
  const happened = subject === 'payment' ? 'paid' : 'done';
  return row.status !== null && NOT_DONE[subject].includes(row.status)
    ? difference('different_state', subject, row, row.status, happened)
    : difference('missing_here', subject, row, null, there);
}

export function fromUnbilled(subject: 'payment' | 'refund', row: UnbilledRow): Difference {
  return difference('missing_there', subject, row, formatYuan(BigInt(row.here_fen)), null);
}

/** A service fee that is not what the agreed rate makes. In fen. */
export function fromFee(row: Named, expectedFen: bigint, chargedFen: bigint): Difference {
  return difference('different_amount', 'fee', row, formatYuan(expectedFen), formatYuan(chargedFen));
}

function difference(
  kind: DifferenceKind,
  subject: Subject,
  { out_trade_no, out_request_no, trade_no, reward_id }: Named,
  here: string | null,
  there: string | null,
): Difference {
  const number = subject === 'refund' || out_request_no !== '' ? out_request_no : null;
  return { kind, subject, out_trade_no, out_request_no: number, trade_no, reward_id, here, there };
}

/**
 * What is a payment here and a refund there, or the other way round, shows as missing on both sides: it is one
 * difference, of state. In a fixed order, so that the same differences are always told the same way. Pure.
 */
export function tidy(found: readonly Difference[]): Difference[] {
  const missingHere = new Map(
    found.filter(({ kind }) => kind === 'missing_here').map((one) => [sidesOf(one, one.there), one]),
  );
  const rest = new Set(found);
  const states = found.flatMap((missing): Difference[] => {
    if (missing.kind !== 'missing_there') return [];
    const subject = missing.subject === 'payment' ? 'refund' : 'payment';
    const key = sidesOf({ ...missing, subject }, missing.here);
    const other = missingHere.get(key);
    if (!other) return [];
    missingHere.delete(key);
    rest.delete(missing);
    rest.delete(other);
    return [{ ...missing, kind: 'different_state', here: missing.subject, there: other.subject }];
  });
  return [...rest, ...states].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function sidesOf({ subject, out_trade_no, trade_no }: Difference, amount: string | null): string {
  return JSON.stringify([subject, out_trade_no, trade_no, amount]);
}

function keyOf({ out_trade_no, out_request_no, subject, kind, trade_no }: Difference): string {
  return JSON.stringify([out_trade_no, out_request_no ?? '', subject, kind, trade_no]);
}
