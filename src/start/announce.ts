import { both } from '../config/config-error.js';
import type { Config } from '../config/config.js';
import type { DemoAccount } from '../demo/demo-data.js';

const roles: Record<DemoAccount['role'], string> = {
  reader: both('读者', 'reader'),
  author: both('作者', 'author'),
  admin: both('管理员', 'administrator'),
};

/** What is printed once the server listens: where everything is, and with which accounts to look at it. */
export function announcement(
  { http, alipay, mode }: Config,
  simulatorUrl: string | undefined,
  accounts: readonly DemoAccount[],
): string {
  const lines = [
    '',
    both('赞赏已启动', 'Zanshang is running'),
    `  ${both('网站', 'Site')}: ${http.publicUrl}`,
    `  ${both('接口文档', 'API')}: ${http.publicUrl}/docs`,
    simulatorUrl === undefined
      ? `  ${both('支付宝网关', 'Alipay gateway')}: ${alipay.gateway}`
      : `  ${both('支付宝模拟器（没有真实的钱）', 'Alipay simulator (no real money)')}: ${simulatorUrl}/simulator`,
  ];
  if (accounts.length > 0) lines.push('', both('演示账号', 'Demo accounts'), ...accounts.map(describe));
  if (mode === 'development') lines.push('', both('按 Ctrl-C 停止', 'Ctrl-C stops all of it'), '');
  return lines.join('\n');
}

function describe({ username, password, nickname, role }: DemoAccount): string {
  return `  ${username.padEnd(8)} ${password.padEnd(16)}  ${nickname} (${roles[role]})`;
}
