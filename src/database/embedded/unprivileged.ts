import { readFile, stat } from 'node:fs/promises';
import { EmbeddedPostgresError } from './errors.js';

/** A user of the operating system, by number. */
export interface SystemUser {
  uid: number;
  gid: number;
}

const candidates = ['postgres', 'nobody', 'daemon'];

/**
 * The user to run PostgreSQL as, or undefined where this process' own user will do (it is not root, or this is Windows).
 * PostgreSQL refuses root. The owner of a cluster that exists already stays its user.
 *
 * @throws EmbeddedPostgresError when this process is root and the system has no user to step down to
 */
export async function unprivilegedUser(clusterDir: string): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterDir).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  for (const name of candidates) {
    const user = users.get(name);
    if (user) return user;
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and this system has no user postgres, nobody or daemon to run it as. ' +
      'Start as an ordinary user, or set DATABASE_URL.',
  );
}

function parsePasswd(text: string): Map<string, SystemUser> {
  const users = new Map<string, SystemUser>();
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && gid && Number(uid) > 0) users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return users;
}
