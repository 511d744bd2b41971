// Who may import whom (docs: design). Each folder of src is a concept; arrows point down and never in a circle.
// Tests may import anything, so they are left out.

const { join } = require('node:path');

/** A rule: files of `folder` may import, of all of src, only these folders (and themselves). */
const onlyImports = (folder, allowed, comment) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
});

/** What knows nothing of the business; anybody may use it. */
const ground = ['audit', 'config', 'database', 'errors', 'http', 'limits', 'metrics', 'money'];

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or lack a third. (Types count as well.)',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'programs-apart',
      comment:
        'The server, the simulator and the pages talk over HTTP alone, as they would with the real Alipay.',
      severity: 'error',
      from: { path: '^(src|simulator|web)/' },
      to: { path: '^(src|simulator|web)/', pathNot: '^$1/' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration must mean the same for ever, whatever becomes of the code.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|simulator|web)/' },
    },
    {
      name: 'nothing-imports-admin',
      comment: 'Administration is a way in, not a part to build upon.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/admin/', '^src/app\\.module\\.ts$'] },
      to: { path: '^src/admin/' },
    },
    {
      name: 'nothing-imports-the-start',
      comment: 'Entry points use everything; nothing uses them.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/(start|demo|doctor)/' },
      to: { path: '^src/([^/]+\\.ts|start/|demo/)' },
    },
    {
      name: 'alipay-behind-the-port',
      comment:
        'Only the module that chooses the provider knows which one it is, and the doctor, who examines it.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/payments/alipay/',
          '^src/(payments/payments|payouts/payouts|reconciliation/reconciliation)\\.module\\.ts$',
          '^src/doctor/',
        ],
      },
      to: { path: '^src/payments/alipay/' },
    },
    onlyImports(
      'payments/alipay',
      ['payments/provider', 'payouts/provider', 'reconciliation/provider', 'money', 'errors', 'config'],
      "A provider knows the port and nothing of rewards: a sibling could be written from the port's file alone.",
    ),
    onlyImports('payments/provider', [], 'The port is in nobody’s words.'),
    onlyImports('payouts/provider', [], 'This port, too.'),
    onlyImports('reconciliation/provider', [], 'And this one.'),
    onlyImports('errors', [], 'Errors know nothing of who throws them.'),
    onlyImports(
      'config',
      ['money', 'weak-passwords'],
      'The configuration is parsed before anything else exists; amounts are amounts, and a weak password is one.',
    ),
    onlyImports('weak-passwords', [], 'What is tried first by whoever guesses: pure functions and a list.'),
    onlyImports('money', ['http', 'errors'], 'Amounts: pure functions, and how a request spells them.'),
    onlyImports('audit', ['database', 'http'], 'Who did what, of nothing in particular.'),
    onlyImports('http', ['errors'], 'What every route shares.'),
    onlyImports('database', ['config', 'errors'], 'Connections and transactions, of no table in particular.'),
    onlyImports(
      'limits',
      ['config', 'database', 'errors'],
      'How often is too often, of nothing in particular.',
    ),
    onlyImports('metrics', ['config'], 'The registry alone: each folder brings its own series.'),
    onlyImports(
      'live',
      ['config', 'database'],
      'Saying that something has changed, from inside any transaction: it lies as low as transactions do.',
    ),
    onlyImports('users', ['weak-passwords', ...ground], 'People know of nothing that is done with them.'),
    onlyImports('auth', ['users', ...ground], 'Who asks.'),
    onlyImports(
      'wallet',
      ['live', 'users', 'auth', ...ground],
      'The ledger knows no rewards, only movements of money.',
    ),
    onlyImports('tipping', ['users', 'auth', ...ground], 'How authors ask for tips, not what comes of it.'),
    onlyImports(
      'articles',
      ['tipping', 'users', 'auth', ...ground],
      'Articles show how their authors ask for tips; of tips they know nothing: a counter is raised for them.',
    ),
    onlyImports(
      'payments',
      [
        'payouts/provider',
        'reconciliation/provider',
        'articles',
        'users',
        'auth',
        'wallet',
        'live',
        ...ground,
      ],
      'Tips use the ledger and the articles; administration and operations use them.',
    ),
    onlyImports(
      'payouts',
      ['payments', 'users', 'auth', 'wallet', ...ground],
      'Withdrawals use the ledger, and what payments know of asking a gateway; neither knows them.',
    ),
    onlyImports(
      'reconciliation',
      ['payments', 'wallet', ...ground],
      'Bills are held against rewards and refunds; neither knows of them.',
    ),
    onlyImports(
      'books',
      ['payments', 'wallet', 'payouts', 'reconciliation', ...ground],
      'The recount of everything: each folder brings its own checks.',
    ),
    onlyImports(
      'admin',
      ['books', 'payments', 'articles', 'users', 'auth', 'wallet', 'payouts', 'reconciliation', ...ground],
      'Routes only: each delegates to the folder it is about.',
    ),
    onlyImports(
      'operations',
      ['books', 'payments', 'articles', 'users', 'auth', 'wallet', 'payouts', 'reconciliation', ...ground],
      'Work by the clock may touch every concept.',
    ),
    onlyImports(
      'streams',
      ['live', 'articles', 'auth', ...ground],
      'Who is told: the routes above what is announced.',
    ),
    onlyImports('pages', ['auth', ...ground], 'Files for browsers, which ask the rest over HTTP.'),
    onlyImports(
      'doctor',
      ['payments/alipay', 'start', 'database', 'config'],
      'It looks at a deployment from outside and shares only what reads configuration and speaks to the gateway.',
    ),
    {
      name: 'no-development-packages',
      comment: 'What runs in production is a dependency, not a development one.',
      severity: 'error',
      from: { path: '^(src|simulator|migrations)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$|^simulator/testing/|^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
