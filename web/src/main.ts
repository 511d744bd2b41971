import { createApp } from 'vue';
import App from './App.vue';
import { i18n, restoreLocale } from './i18n/i18n.js';
import { router } from './router.js';
import { restoreSession } from './session/session.js';
import './styles/base.css';

await restoreLocale();
// A page is shown even where the server cannot be asked: it says so itself.
await restoreSession().catch(() => undefined);
createApp(App).use(i18n).use(router).mount('#app');
