import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, ask } from './api/client.js';
import ProblemAlert from './components/ProblemAlert.vue';
import { i18n } from './i18n/i18n.js';

/** What a person reads when the server answers a login like this. */
async function shown(status: number, body: object, headers: Record<string, string> = {}): Promise<string> {
  const answer = new Response(JSON.stringify({ status, ...body }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });
  vi.stubGlobal('fetch', () => Promise.resolve(answer));
  const login = ask(api.POST('/session', { body: { username: 'a', password: 'b' } }));
  const problem = await login.catch((error: unknown) => error);
  return mount(ProblemAlert, { props: { problem }, global: { plugins: [i18n] } }).text();
}

describe('a refusal', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const limited = { code: 'rate_limited', detail: '请求太频繁，请稍后再试' };

  it('is shown in the server’s own words', async () => {
    const detail = '用户名或密码错误';
    expect(await shown(401, { code: 'bad_credentials', detail })).toBe(detail);
  });

  it.each([
    ['1', 1],
    ['60', 1],
    ['61', 2],
    ['900', 15],
  ])('for being one too many says how long to wait: %s s', async (seconds, minutes) => {
    expect(await shown(429, limited, { 'Retry-After': seconds })).toContain(` ${minutes} 分钟`);
  });

  it('for being one too many without a time is shown in the server’s words', async () => {
    expect(await shown(429, limited)).toBe(limited.detail);
  });

  it('without words is shown in ours', async () => {
    expect(await shown(502, {})).toBe('出了点问题，请稍后再试');
  });
});
