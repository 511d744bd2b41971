import type { INestApplicationContext } from '@nestjs/common';
import { DataSource, In, Not } from 'typeorm';
import { Article } from '../articles/article.entity.js';
import { CreateArticleRequest } from '../articles/articles.dto.js';
import { ArticlesService } from '../articles/articles.service.js';
import { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { demoArticles } from './demo-articles.js';

export interface DemoAccount {
  readonly username: string;
  readonly password: string;
  readonly nickname: string;
  readonly role: 'reader' | 'author' | 'admin';
}

export const demoAccounts: readonly DemoAccount[] = [
  { username: 'reader', password: 'zanshang-reader', nickname: '小赏', role: 'reader' },
  { username: 'linxi', password: 'zanshang-linxi', nickname: '林夕', role: 'author' },
  { username: 'chenmo', password: 'zanshang-chenmo', nickname: '陈默', role: 'author' },
  { username: 'admin', password: 'zanshang-admin', nickname: '管理员', role: 'admin' },
];

/**
 * Fills an empty database with users and articles, no rewards and no money; what an interrupted start left out is made
 * up for. A database that anybody has used is left as it is.
 *
 * @returns the demo accounts that are there
 */
export async function loadDemoData(app: INestApplicationContext): Promise<readonly DemoAccount[]> {
  const dataSource = app.get(DataSource);
  if (await isUnused(dataSource)) {
    await addMissingUsers(app, await existing(dataSource));
    await addArticles(app, dataSource);
  }
  const names = await existing(dataSource);
  return demoAccounts.filter(({ username }) => names.has(username));
}

async function isUnused(dataSource: DataSource): Promise<boolean> {
  const username = Not(In(demoAccounts.map((account) => account.username)));
  const others = await dataSource.getRepository(User).existsBy({ username });
  return !others && !(await dataSource.getRepository(Article).exists());
}

async function existing(dataSource: DataSource): Promise<ReadonlySet<string>> {
  const username = In(demoAccounts.map((account) => account.username));
  const users = await dataSource.getRepository(User).findBy({ username });
  return new Set(users.map((user) => user.username));
}

async function addMissingUsers(app: INestApplicationContext, present: ReadonlySet<string>): Promise<void> {
  const users = app.get(UsersService, { strict: false });
  for (const { role, ...registration } of demoAccounts.filter(({ username }) => !present.has(username))) {
    await users.addDemo(registration);
    if (role === 'admin') await users.ensureAdministrator(registration.username, registration.password);
  }
}

/** Oldest first, so that the list shows them in the order written here, read from below. */
async function addArticles(app: INestApplicationContext, dataSource: DataSource): Promise<void> {
  const articles = app.get(ArticlesService, { strict: false });
  for (const { author: username, ...article } of demoArticles) {
    const author = await dataSource.getRepository(User).findOneByOrFail({ username });
    await articles.create(author, Object.assign(new CreateArticleRequest(), article));
  }
}
