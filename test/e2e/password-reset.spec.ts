import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Response } from 'supertest';
import { Maintenance } from '../../src/operations/maintenance.js';
import { until } from '../support/alipay.js';
import { createTestApp, register, registerAdmin, type TestApp } from '../support/app.js';
import { switchOn } from '../support/second-factor.js';

const OLD = 'correct horse';
const NEW = 'battery staple';

type Person = Awaited<ReturnType<typeof register>>;

describe('a code that resets a password', () => {
  let app: TestApp;
  let admin: Person;
  beforeAll(async () => {
    app = await createTestApp();
    admin = await registerAdmin(app);
  });
  afterAll(() => app.close());

  const issue = (id: string) => app.request.post(`/admin/users/${id}/password-reset`).set(admin.auth);
  const reset = (username: string, code: string, password = NEW) =>
    app.request.post('/users/password-reset').send({ username, code, password });
  const logIn = (username: string, password: string) =>
    app.request.post('/users/login').send({ username, password });
  const patch = (id: string, body: object) =>
    app.request.patch(`/admin/users/${id}`).set(admin.auth).send(body);

  /** Somebody who has forgotten their password, and the code for them. */
  async function forgetful() {
    const person = await register(app);
    const { body } = await issue(person.user.id);
    return { ...person, name: person.user.username, code: (body as { code: string }).code };
  }

  /** Refused, whatever is wrong with it, by the same answer, and the old password is still the one. */
  const expectRefused = async ({ status, body }: Response, name?: string) => {
    expect({ status, body }).toEqual({
      status: 401,
      body: {
        type: 'about:blank',
        title: 'Wrong user name or reset code, or the code was used or has expired',
        status: 401,
        detail: '用户名或重置码不对，或者重置码已经用过、过期',
        code: 'bad_reset_code',
      },
    });
    if (name !== undefined) expect((await logIn(name, NEW)).body.code).toBe('bad_credentials');
  };

  describe('is made', () => {
    it('by an administrator, for one user and one day', async () => {
      const { user } = await register(app);
      const { status, body } = await issue(user.id);
      expect(status).toBe(201);
      expect(body).toEqual({
        code: expect.stringMatching(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/),
        expires_time: expect.stringMatching(/Z$/),
      });
      const hours = (Date.parse(body.expires_time as string) - Date.now()) / 3_600_000;
      expect(Math.abs(hours - 24)).toBeLessThan(0.1);
    });

    it('and only a digest of it is kept, also in the record of the act', async () => {
      const { user, code } = await forgetful();
      const [row] = await app.database.query('SELECT * FROM password_reset WHERE user_id = $1', [user.id]);
      const letters = code.replaceAll('-', '');
      expect(row!.digest).toEqual(createHash('sha256').update(letters).digest());
      const [act] = await app.database.query('SELECT * FROM admin_act WHERE subject = $1', [user.id]);
      expect(act!.action).toBe('user.reset_password');
      for (const stored of [row, act]) {
        expect(JSON.stringify(stored)).not.toContain(code);
        expect(JSON.stringify(stored)).not.toContain(letters);
      }
    });

    it('in the place of the one before, which is worth nothing any more', async () => {
      const { user, name, code } = await forgetful();
      const again = await issue(user.id);
      await expectRefused(await reset(name, code), name);
      expect((await reset(name, again.body.code as string)).status).toBe(204);
    });

    it('once, of many that are asked for at the same moment', async () => {
      const { user } = await register(app);
      const made = await Promise.all(Array.from({ length: 6 }, () => issue(user.id)));
      const used: number[] = [];
      for (const { body } of made) used.push((await reset(user.username, body.code as string)).status);
      expect(used.sort()).toEqual([204, 401, 401, 401, 401, 401]);
    });

    it('for a deactivated user as well, who stays deactivated', async () => {
      const { user } = await register(app);
      await patch(user.id, { is_active: false });
      const { body } = await issue(user.id);
      expect((await reset(user.username, body.code as string)).status).toBe(204);
      expect((await logIn(user.username, NEW)).body.code).toBe('user_deactivated');
    });

    it('for no administrator: 409, neither another one nor oneself, active or not', async () => {
      const other = await registerAdmin(app);
      const answers = [await issue(other.user.id), await issue(admin.user.id)];
      await patch(other.user.id, { is_active: false });
      answers.push(await issue(other.user.id));
      for (const { status, body } of answers)
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'reset_of_administrator' });
      const kept = await app.database.query(
        `SELECT user_id::text FROM password_reset WHERE user_id::text = ANY($1)
         UNION ALL SELECT subject FROM admin_act WHERE action = 'user.reset_password' AND subject = ANY($1)`,
        [[other.user.id, admin.user.id]],
      );
      expect(kept).toEqual([]);
    });

    it.each(['me', '1', '%00', randomUUID(), '9'.repeat(150)])(
      'for nobody: 404 for the id %s',
      async (id) => {
        const { status, body } = await issue(id);
        expect({ status, code: body.code }).toEqual({ status: 404, code: 'user_not_found' });
      },
    );

    it('and changes nothing by itself: password and sessions are good until it is used', async () => {
      const { auth, name } = await forgetful();
      expect((await app.request.get('/users/me').set(auth)).status).toBe(200);
      expect((await logIn(name, OLD)).status).toBe(200);
    });
  });

  describe('sets a new password', () => {
    it('which is the only one then; all sessions have ended, and none has begun', async () => {
      const { auth, name, code } = await forgetful();
      const { status, text, headers } = await reset(name, code);
      expect([status, text, headers['set-cookie']]).toEqual([204, '', undefined]);
      expect((await app.request.get('/users/me').set(auth)).body.code).toBe('unauthenticated');
      expect((await logIn(name, OLD)).body.code).toBe('bad_credentials');
      expect((await logIn(name, NEW)).status).toBe(200);
    });

    it('and a login asks for the second factor as before', async () => {
      const person = await register(app);
      await switchOn(app, person.auth);
      const { body } = await issue(person.user.id);
      expect((await reset(person.user.username, body.code)).status).toBe(204);
      expect((await logIn(person.user.username, NEW)).body.code).toBe('second_factor_required');
    });

    it('but no weak one where those are refused, and the code stays good', async () => {
      const strict = await createTestApp({ passwords: { refuseWeak: true } }, app.database);
      const { name, code } = await forgetful();
      const resetThere = (password: string) =>
        strict.request.post('/users/password-reset').send({ username: name, code, password });
      const { status, body } = await resetThere('password123');
      expect([status, body.errors?.[0]?.field]).toEqual([400, 'password']);
      expect((await logIn(name, OLD)).status).toBe(200);
      expect((await resetThere(NEW)).status).toBe(204);
      await strict.close();
    });

    it.each([
      ['in small letters', (code: string) => code.toLowerCase()],
      ['without hyphens', (code: string) => code.replaceAll('-', '')],
      ['with spaces', (code: string) => ` ${code.replaceAll('-', ' ')} `],
    ])('typed %s, for a name in any case', async (_, typed) => {
      const { name, code } = await forgetful();
      expect((await reset(name.toUpperCase(), typed(code))).status).toBe(204);
    });

    it('once: of ten at the same moment one wins, and the password is the winner’s', async () => {
      const { name, code } = await forgetful();
      const passwords = Array.from({ length: 10 }, (_, i) => `battery staple ${i}`);
      const answers = await Promise.all(passwords.map((password) => reset(name, code, password)));
      const winners = answers.flatMap(({ status }, i) => (status === 204 ? [i] : []));
      expect(winners).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 204)) await expectRefused(answer);
      expect((await logIn(name, passwords[winners[0]!]!)).status).toBe(200);
    });

    it('after a login with the old one: whoever knows it does not keep its owner from another', async () => {
      const { name, code } = await forgetful();
      await logIn(name, OLD);
      expect((await reset(name, code)).status).toBe(204);
    });

    it('only where that is long enough; until then the code stays good', async () => {
      const { name, code } = await forgetful();
      const short = await reset(name, code, '1234567');
      expect(short.status).toBe(400);
      expect(short.body.errors).toEqual([{ field: 'password', message: '长度应为 8 到 128 个字符' }]);
      expect((await reset(name, code)).status).toBe(204);
    });
  });

  describe('is refused', () => {
    it('where it is wrong, malformed or another user’s, and for a name that nobody has', async () => {
      const [{ name, code }, other] = [await forgetful(), await forgetful()];
      const wrong = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`;
      for (const guessed of [wrong, other.code, code.slice(0, -1), `${code}A`, '123456', '%', '密'])
        await expectRefused(await reset(name, guessed), name);
      await expectRefused(await reset('nobody', code));
      await expectRefused(await reset((await register(app)).user.username, code));
      expect((await reset(name, code)).status).toBe(204);
    });

    it('a second time', async () => {
      const { name, code } = await forgetful();
      await reset(name, code, 'the first one');
      await expectRefused(await reset(name, code), name);
      expect((await logIn(name, 'the first one')).status).toBe(200);
    });

    it('once it has expired', async () => {
      const { user, name, code } = await forgetful();
      await app.database.query('UPDATE password_reset SET expires_time = now() WHERE user_id = $1', [
        user.id,
      ]);
      await expectRefused(await reset(name, code), name);
    });

    it.each<[string, (person: Person) => Promise<unknown>]>([
      [
        'changed the password after all',
        ({ auth }) =>
          app.request
            .post('/users/me/password')
            .set(auth)
            .send({ current_password: OLD, password: 'remembered it' }),
      ],
      ['logged out everywhere', ({ auth }) => app.request.delete('/sessions').set(auth)],
      ['was deactivated', ({ user }) => patch(user.id, { is_active: false })],
      ['became an administrator', ({ user }) => patch(user.id, { role: 'admin' })],
    ])('once its user %s', async (_, happens) => {
      const person = await forgetful();
      await happens(person);
      await expectRefused(await reset(person.name, person.code), person.name);
    });

    it('where its user has just changed the password, and that is being committed', async () => {
      const { user, name, code } = await forgetful();
      const changing = new pg.Client({ connectionString: app.database.url });
      await changing.connect();
      await changing.query('BEGIN');
      const change = 'UPDATE users SET session_number = session_number + 1 WHERE id = $1';
      await changing.query(change, [user.id]);
      const answer = reset(name, code).then((response) => response);
      const waiting = `SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'zanshang' AND wait_event_type = 'Lock'`;
      await until(async () => (await app.database.query(waiting)).length > 0);
      await changing.query('COMMIT');
      await changing.end();
      await expectRefused(await answer, name);
    });

    it('without telling by its time whether there is such a name', async () => {
      const { name, code } = await forgetful();
      const wrong = code.split('').reverse().join('');
      const time = async (username: string): Promise<number> => {
        const times: number[] = [];
        for (let i = 0; i < 15; i++) {
          const start = performance.now();
          await reset(username, wrong);
          times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b)[7]!;
      };
      await time('nobody');
      const [known, unknown] = [await time(name), await time('nobody')];
      expect(unknown / known).toBeGreaterThan(0.3);
      expect(unknown / known).toBeLessThan(3);
    });

    it.each([
      ['username', { code: 'x', password: NEW }],
      ['code', { username: 'x', password: NEW }],
      ['password', { username: 'x', code: 'x' }],
      ['code', { username: 'x', code: 'x'.repeat(65), password: NEW }],
      ['code', { username: 'x', code: { $ne: '' }, password: NEW }],
      ['username', { username: ['x'], code: 'x', password: NEW }],
      ['password', { username: 'x', code: 'x', password: 'x'.repeat(129) }],
    ])('as input where %s is missing or malformed', async (field, body) => {
      const answer = await app.request.post('/users/password-reset').send(body);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toMatchObject([{ field }]);
    });
  });

  it('is thrown away once it has expired', async () => {
    const [old, good] = [await forgetful(), await forgetful()];
    const ids = [old.user.id, good.user.id];
    await app.database.query('UPDATE password_reset SET expires_time = now() WHERE user_id = $1', [ids[0]]);
    await app.app.get(Maintenance, { strict: false }).run();
    const left = await app.database.query('SELECT user_id FROM password_reset WHERE user_id = ANY($1)', [
      ids,
    ]);
    expect(left).toEqual([{ user_id: good.user.id }]);
  });
});
