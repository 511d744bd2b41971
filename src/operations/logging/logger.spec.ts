import { QueryFailedError } from 'typeorm';
import { serializeError } from './error-serializer.js';
import { createLogger } from './logger.js';
import { readableLines } from './readable-lines.js';

describe('a line of the log', () => {
  const config = { mode: 'production', log: { level: 'info' } } as const;

  it('is one JSON object, with no secret in it', () => {
    const lines: string[] = [];
    const logger = createLogger(config, { write: (line) => lines.push(line) });
    logger.info({ password: 'geheim', token: 'geheim', sign: 'geheim', user: 'ninghao' }, 'two\nlines');
    logger.debug('too much');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 30, user: 'ninghao', msg: 'two\nlines' });
    expect(lines[0]).not.toContain('geheim');
  });

  it('is plain text at a terminal, with the stack of an error below', () => {
    const written: string[] = [];
    const stream = readableLines({ write: (text) => written.push(text) });
    const logger = createLogger({ mode: 'development', log: { level: 'info' } }, stream);
    logger.info({ status: 201, path: '/users' }, 'request');
    logger.error({ err: new Error('broken'), context: 'Errors' }, 'request failed');
    logger.warn('by itself');
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d info request status=201 path=\/users\n$/);
    expect(written[1]).toMatch(/^\d\d:\d\d:\d\d ERROR request failed context=Errors\nError: broken\n {4}at /);
    expect(written[2]).toMatch(/ WARN by itself\n$/);
  });
});

describe('an error in the log', () => {
  it('has neither the parameters of its statement nor the row that failed', () => {
    const driverError = Object.assign(new Error('duplicate key value violates unique constraint'), {
      code: '23505',
      constraint: 'users_username',
      detail: 'Key (username)=(geheim) already exists.',
    });
    const error = new QueryFailedError('INSERT INTO users VALUES ($1)', ['geheim'], driverError);
    const logged = serializeError(error);
    expect(logged).toMatchObject({ type: 'QueryFailedError', code: '23505', constraint: 'users_username' });
    expect(JSON.stringify(logged)).not.toContain('geheim');
  });

  it('tells its causes, but not without end', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    expect(serializeError(error)).toMatchObject({ message: 'outer', cause: { message: 'inner' } });
    const circle = new Error('circle');
    circle.cause = circle;
    expect(JSON.stringify(serializeError(circle)).match(/"circle"/g)).toHaveLength(6);
  });

  it.each([
    ['text', 'string'],
    [undefined, 'undefined'],
    [{ a: 1 }, 'object'],
  ])('may be no Error at all: %j', (thrown, type) => {
    expect(serializeError(thrown).type).toBe(type);
  });
});
