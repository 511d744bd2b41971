import { createI18n } from 'vue-i18n';
import zh from './zh-CN.js';

/** The languages of the pages. */
export const LOCALES = { 'zh-CN': '中文', en: 'English' } as const;
export type Locale = keyof typeof LOCALES;

const STORED = 'zanshang.locale';

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  // English is loaded when it is first chosen.
  messages: { 'zh-CN': zh, en: zh },
});

export function currentLocale(): Locale {
  return i18n.global.locale.value;
}

/** Changes the language of the pages, now and at the next visit. */
export async function switchLocale(locale: Locale): Promise<void> {
  if (locale === 'en') i18n.global.setLocaleMessage('en', (await import('./en.js')).default);
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
  localStorage.setItem(STORED, locale);
}

/** The language chosen at an earlier visit; Chinese where none was. */
export async function restoreLocale(): Promise<void> {
  if (localStorage.getItem(STORED) === 'en') await switchLocale('en');
}
