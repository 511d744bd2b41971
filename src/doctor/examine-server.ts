import { both } from '../config/config-error.js';
import type { Examination } from '../config/load-config.js';
import { type Finding, right, wrong } from './finding.js';

/** How long to wait for the server, in milliseconds. */
const PATIENCE_MS = 10_000;

interface Seen {
  readonly status: number;
  readonly text: string;
}

/** Whether the running server is reached at its public addresses and works. */
export async function examineServer({ notifyUrl, publicUrl }: Examination): Promise<Finding[]> {
  // A form that nobody signed: refused, and kept among the newest thousand unverified messages.
  const [notice, ready] = await Promise.all([
    look(notifyUrl, { method: 'POST', body: new URLSearchParams({ doctor: 'examination' }) }),
    look(`${publicUrl}/health/ready`, {}),
  ]);
  return [notifyFinding(notice), readyFinding(ready)];
}

/** What answers there; its word for it where nothing does. */
async function look(url: string, request: RequestInit): Promise<Seen | string> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { ...request, redirect: 'manual', signal });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string } };
    return cause?.code ?? name;
  }
}

function notifyFinding(seen: Seen | string): Finding {
  if (typeof seen === 'string')
    return wrong(
      fromHere(`通知地址连不上（${seen}）`, `the notify URL cannot be reached (${seen})`),
      both(
        '启动服务，检查 PUBLIC_URL 或 ALIPAY_NOTIFY_URL；再从外网试一次',
        'start the server, check PUBLIC_URL or ALIPAY_NOTIFY_URL; then try from the internet',
      ),
    );
  if (seen.status === 400 && seen.text === 'fail')
    return right(
      fromHere(
        '通知地址可用，并拒绝没有签名的通知',
        'the notify URL answers and refuses an unsigned notification',
      ),
    );
  return wrong(
    fromHere(
      `通知地址的应答不是本服务的（HTTP ${seen.status}）`,
      `what answers at the notify URL is not this server (HTTP ${seen.status})`,
    ),
    both(
      '让代理把 POST 原样转给本服务：没有跳转、登录或验证',
      'let the proxy hand POST over unchanged: no redirect, login or challenge',
    ),
  );
}

function readyFinding(seen: Seen | string): Finding {
  if (typeof seen !== 'string' && seen.status === 200)
    return right(fromHere('服务已就绪', 'the server is ready'));
  const what = typeof seen === 'string' ? seen : `HTTP ${seen.status}`;
  return wrong(
    fromHere(`服务没有就绪（${what}）`, `the server is not ready (${what})`),
    both('查看 /health/ready 的 checks 和日志', 'look at the checks of /health/ready, and at the log'),
  );
}

/** From another place in the network the outcome may be another one. */
function fromHere(zh: string, en: string): string {
  return both(`仅从本机看：${zh}`, `seen from this machine only: ${en}`);
}
