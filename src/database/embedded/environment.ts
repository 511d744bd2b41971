const passed = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** What PostgreSQL's programs see of our environment: no PG* variable that would redirect them, and none of our secrets. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of passed) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return env;
}
