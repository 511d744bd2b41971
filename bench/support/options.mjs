import { parseArgs } from 'node:util';

const TYPES = { type: 'string' };

/** What `npm run bench -- …` may say. */
export function readBenchOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      paths: { ...TYPES, default: 'a,b' },
      rounds: { ...TYPES, default: '5' },
      seconds: { ...TYPES, default: '5' },
      connections: TYPES,
      database: TYPES,
      profile: TYPES,
      quick: { type: 'boolean', default: false },
    },
  });
  const paths = values.paths.split(',');
  if (paths.some((path) => !['a', 'b'].includes(path))) throw new Error('--paths: a, b or a,b');
  return {
    paths,
    rounds: values.quick ? 1 : positive('rounds', values.rounds),
    seconds: values.quick ? 1 : positive('seconds', values.seconds),
    /** Until V8 has compiled what is hot: before that half of the processor time goes into compiling. */
    warmUpSeconds: values.quick ? 0.3 : 10,
    connections: values.connections && positive('connections', values.connections),
    databaseUrl: values.database,
    /** A folder for processor profiles and flame graphs of both paths. */
    profileFolder: values.profile,
    quick: values.quick,
  };
}

/** What `npm run bench:growth -- …` may say. */
export function readGrowthOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { ...TYPES, default: '1000000,10000000' },
      rounds: { ...TYPES, default: '3' },
      seconds: { ...TYPES, default: '5' },
      hot: { ...TYPES, default: '1000000' },
    },
  });
  return {
    sizes: values.rows.split(',').map((rows) => positive('rows', rows)),
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    /** How many credits one author gets, to see what becomes of the rows that are changed so often. */
    hotCredits: Number(values.hot),
  };
}

/** What `npm run bench:memory -- …` may say. */
export function readMemoryOptions(args) {
  const { values } = parseArgs({
    args,
    options: { minutes: { ...TYPES, default: '10' }, rows: { ...TYPES, default: '1000000' } },
  });
  return { minutes: positive('minutes', values.minutes), rows: positive('rows', values.rows) };
}

/** What `npm run bench:scale -- …` may say. */
export function readScaleOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      instances: { ...TYPES, default: '1,2,4' },
      rounds: { ...TYPES, default: '5' },
      seconds: { ...TYPES, default: '5' },
      pgbouncer: { ...TYPES, default: '/usr/sbin/pgbouncer' },
    },
  });
  return {
    instances: values.instances.split(',').map((count) => positive('instances', count)),
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    /** Left out of the comparison where it is not installed. */
    pgbouncer: values.pgbouncer,
  };
}

/** What `npm run bench:compare -- …` may say. */
export function readCompareOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      node: { ...TYPES, multiple: true },
      rounds: { ...TYPES, default: '5' },
      seconds: { ...TYPES, default: '5' },
    },
  });
  if (positionals.length > 1 || (positionals.length === 0 && values.node === undefined))
    throw new Error('name one `dist` folder of a build to compare with, or --node="OPTIONS", or both');
  return {
    other: positionals[0],
    /** What Node is given for each of the others, in place of production's; undefined for production's. */
    nodeOptions: values.node?.map((words) => words.split(' ').filter((word) => word !== '')) ?? [undefined],
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
  };
}

function positive(name, text) {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} must be a number greater than zero`);
  return number;
}
