import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import GuidePage from './pages/GuidePage.vue'
import SignInPage from './pages/SignInPage.vue'
import { useAccounts } from './stores/accounts.ts'

/** Apart, so that it can be fetched while the connection is being made. */
export const loadMailPage = () => import('./pages/MailPage.vue')

/** Routes live in the hash: the page works on any static host, under any path, and reloads where it was. */
export function createPageRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'signIn', component: SignInPage },
      { path: '/guide', name: 'guide', component: GuidePage },
      {
        path: '/mail',
        name: 'mail',
        component: loadMailPage,
        props: () => ({ accountId: useAccounts().current?.id }),
        beforeEnter: () => (useAccounts().current ? true : { name: 'signIn' }),
      },
      { path: '/:rest(.*)', redirect: { name: 'signIn' } },
    ],
  })
}
