// What is mutated, and which tests have to notice besides the spec beside the file. Paths are from the project's root.
import { existsSync } from 'node:fs';

const e2e = (...names) => names.map((name) => `test/e2e/${name}.spec.ts`);

/** Mutated in full: money, states, signing, parsing and posting. */
const CORE = [
  ['src/money/fen.ts', e2e('tips')],
  ['src/money/percent.ts', ['src/payments/fee.spec.ts', 'src/config/load-config.spec.ts']],
  ['src/money/fen-column.ts', e2e('rewards', 'admin-rewards')],
  ['src/money/money.dto.ts', e2e('tips', 'refunds', 'withdrawals')],
  ['src/payments/reward-state.ts', e2e('callback-states')],
  ['src/payouts/withdrawal-state.ts', e2e('withdrawal-decisions', 'withdrawals', 'payouts')],
  ['src/payments/judge.ts', e2e('callback-states', 'callbacks')],
  ['src/payments/fee.ts', e2e('commission')],
  ['src/payments/subject.ts', e2e('tip-by-alipay')],
  ['src/payments/alipay/signing.ts', ['test/alipay']],
  ['src/payments/alipay/signed-params.ts', ['test/alipay', ...e2e('tip-by-alipay')]],
  ['src/payments/alipay/page-pay.ts', ['test/alipay/page-pay.spec.ts', ...e2e('tip-by-alipay')]],
  ['src/payments/alipay/parse-form.ts', e2e('callbacks')],
  [
    'src/payments/alipay/read-message.ts',
    ['src/payments/alipay', 'test/alipay', ...e2e('callback-states', 'callbacks')],
  ],
  ['src/payments/alipay/read-reply.ts', ['test/alipay', ...e2e('confirm', 'refunds', 'returns', 'sweeps')]],
  ['src/payments/alipay/read-transfer-reply.ts', e2e('payouts-alipay')],
  ['src/reconciliation/bill/', ['test/reconciliation']],
  ['src/wallet/book.ts', e2e('balance-tips', 'refund-corners')],
  [
    'src/wallet/movement.ts',
    ['src/wallet/book.spec.ts', ...e2e('balance-tips', 'refund-corners', 'withdrawals', 'commission')],
  ],
  ['src/wallet/post.ts', e2e('balance-tips', 'callbacks', 'wallet', 'refund-corners', 'books', 'live')],
  [
    'src/wallet/locked-accounts.ts',
    ['src/wallet/post.spec.ts', ...e2e('balance-tips', 'callbacks', 'refund-corners', 'restore')],
  ],
  ['src/database/two-round-trips.ts', e2e('callbacks')],
];

/** Where a sample is taken from; the longest beginning counts. */
const REST = [
  [
    'src/wallet/',
    e2e(
      'wallet',
      'wallet-filters',
      'balance-tips',
      'books',
      'exports',
      'anonymous-tips',
      'withdrawals',
      'payouts',
      'commission',
    ),
  ],
  ['src/wallet/seals/', e2e('ledger-seals', 'books')],
  ['src/wallet/statements/', e2e('statements')],
  [
    'src/payments/',
    [
      'src/payments',
      ...e2e(
        'tips',
        'tip-by-alipay',
        'idempotency',
        'callbacks',
        'callback-states',
        'callback-failures',
        'returns',
      ),
      ...e2e(
        'confirm',
        'rewards',
        'admin-rewards',
        'receipts',
        'anonymous-tips',
        'exports',
        'sweeps',
        'commission',
      ),
      ...e2e('articles', 'operations', 'console-overview', 'maintenance', 'balance-tips', 'refunds'),
      ...e2e('callback-refunds', 'reconciliation', 'restore'),
    ],
  ],
  [
    'src/payments/refunds/',
    e2e(
      'refunds',
      'refund-corners',
      'refund-approval',
      'callback-refunds',
      'commission',
      'sweeps',
      'reconciliation',
    ),
  ],
  ['src/payments/sweeps/', e2e('sweeps', 'confirm', 'refunds', 'returns', 'maintenance')],
  ['src/payments/statistics/', e2e('console-overview')],
  [
    'src/payments/alipay/',
    [
      'src/payments/alipay',
      'test/alipay',
      ...e2e('tip-by-alipay', 'callbacks', 'confirm', 'refunds', 'payouts-alipay', 'reconciliation'),
    ],
  ],
];

/** Wiring and shapes: their mutants are texts of the API's description, or programs that do not start. */
const NOT_MUTATED = /\.(spec|module|entity|errors)\.ts$/;

/** @returns the files of a part: `core`, or `rest`, which is everything else in wallet and payments */
export function filesOf(part, files) {
  const inCore = files.filter((file) => CORE.some(([path]) => file.startsWith(path)));
  const code = (file) => !NOT_MUTATED.test(file);
  if (part === 'core') return inCore.filter(code);
  return files.filter(
    (file) => REST.some(([path]) => file.startsWith(path)) && !inCore.includes(file) && code(file),
  );
}

/** @returns the specs that have to notice a mutant of this file: the one beside it, then those named above */
export function specsFor(file) {
  const rows = [...CORE, ...REST].filter(([path]) => file.startsWith(path));
  const [, specs] = rows.reduce((best, row) => (row[0].length > best[0].length ? row : best));
  const beside = file.replace(/\.ts$/, '.spec.ts');
  return [...new Set(existsSync(beside) ? [beside, ...specs] : specs)];
}
