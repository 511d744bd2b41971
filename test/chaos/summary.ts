import type { Finding, Wrong } from './audit/findings.js';
import type { World } from './world/world.js';

/** How many findings are named. */
const NAMED = 100;

/** What was done, what was broken, and what came of it. */
export function printSummary(world: World, findings: readonly Finding[]): void {
  const { servers, postgres, proxy, gateway } = world.stage;
  const sum = (of: (program: (typeof servers)[number]['program']) => number) =>
    servers.reduce((total, { program }) => total + of(program), 0);
  const { counts } = world;
  const operations = [...counts].filter(([what]) => !['blows', 'duplicates', 'forgeries'].includes(what));
  const total = operations.reduce((all, [, times]) => all + times, 0);
  const { cuts } = proxy;
  const lines: [string, string][] = [
    ['operations', `${total}: ${operations.map(([what, times]) => `${times} ${what}`).join(', ')}`],
    ['server kills', `${sum(({ kills }) => kills)}, started ${sum(({ starts }) => starts)} times`],
    ['database restarts', `${postgres.deaths.SIGQUIT} stopped at once, ${postgres.deaths.SIGKILL} killed`],
    [
      'cuts at COMMIT',
      `${cuts.answer} before the answer, ${cuts.at_once} on the way, ${cuts.before} before PostgreSQL had it`,
    ],
    ['gateway kills', String(gateway.program.kills)],
    ['notifications', notifications(world)],
    ['duplicates', String(counts.get('duplicates') ?? 0)],
    ['forgeries', String(counts.get('forgeries') ?? 0)],
  ];
  for (const [name, value] of lines) console.log(`  ${name.padEnd(18)} ${value}`);
  for (const { kind, text } of findings.slice(0, NAMED)) console.log(`  ✗ ${kind}: ${text}`);
  if (findings.length > NAMED) console.log(`  … and ${findings.length - NAMED} more`);
  const times = (kind: Wrong) => findings.filter((finding) => finding.kind === kind).length;
  console.log(
    `${findings.length === 0 ? '✓' : '✗'} lost ${times('lost')}, doubled ${times('doubled')}, ` +
      `refused-but-credited ${times('forged')}, other differences ${times('wrong')}`,
  );
}

function notifications({ stage }: World): string {
  const notices = [...stage.gateway.journal.trades.values()].flatMap((trade) => trade.notices);
  const attempts = notices.reduce((sum, notice) => sum + notice.attempts.length, 0);
  const unheard = notices.filter(({ accepted }) => !accepted).length;
  return `${notices.length}, sent ${attempts} times, ${unheard} never acknowledged`;
}
