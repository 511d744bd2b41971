import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { consoleRoutes } from './console/routes.js';
import { i18n } from './i18n/i18n.js';
import { useSession } from './session/session.js';

declare module 'vue-router' {
  interface RouteMeta {
    /** The name of the page's title in the catalogue. */
    title?: string;
    /** Only for somebody logged in, or only for administrators. */
    access?: 'user' | 'admin';
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./articles/ArticleListPage.vue'), meta: { title: 'home.title' } },
  { path: '/p/:id', component: () => import('./articles/ArticlePage.vue'), props: true },
  {
    path: '/usr/login',
    component: () => import('./account/LoginPage.vue'),
    meta: { title: 'account.logIn' },
  },
  {
    path: '/usr/register',
    component: () => import('./account/RegisterPage.vue'),
    meta: { title: 'account.register' },
  },
  {
    path: '/usr/reset',
    component: () => import('./account/ResetPage.vue'),
    meta: { title: 'account.reset' },
  },
  // Alipay returns here, with or without a session: the page itself asks to log in for what is private.
  {
    path: '/usr/wallet',
    component: () => import('./wallet/WalletPage.vue'),
    meta: { title: 'wallet.title' },
  },
  {
    path: '/usr/rewards',
    component: () => import('./rewards/RewardsPage.vue'),
    meta: { title: 'rewards.title', access: 'user' },
  },
  {
    path: '/usr/settings',
    component: () => import('./account/SettingsPage.vue'),
    meta: { title: 'settings.title', access: 'user' },
  },
  {
    path: '/write/:id?',
    component: () => import('./writing/WritePage.vue'),
    props: true,
    meta: { title: 'write.title', access: 'user' },
  },
  {
    path: '/usr/articles',
    component: () => import('./writing/MyArticlesPage.vue'),
    meta: { title: 'myArticles.title', access: 'user' },
  },
  {
    path: '/console',
    component: () => import('./console/ConsoleLayout.vue'),
    meta: { title: 'console.title', access: 'admin' },
    children: consoleRoutes,
  },
  {
    path: '/:rest(.*)*',
    component: () => import('./layout/NotFoundPage.vue'),
    meta: { title: 'notFound.title' },
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // A dialog that opens or a filter that changes is the same page: it stays where it is.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

router.beforeEach((to) => {
  const { user, isAdministrator } = useSession();
  if (!to.meta.access) return true;
  if (!user.value) return { path: '/usr/login', query: { next: to.fullPath } };
  return to.meta.access === 'user' || isAdministrator.value || { path: '/' };
});

router.afterEach((to) => {
  const { t } = i18n.global;
  document.title = to.meta.title ? `${t(to.meta.title)} · ${t('site')}` : t('site');
});
