import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import { withTexts } from './i18n/index.ts'
import { useAccounts, useSessionStore } from './stores/session/index.ts'

/** Apart, so that it can be fetched while the connection is being made. */
export const loadMailPage = () => import('./pages/MailPage.vue')

/** Every component in every state: for those who work on the page, and for the tests that photograph it. */
const withKitchen = import.meta.env.DEV || new URLSearchParams(location.search).has('kitchen')

/** The account on screen, if it has a session. */
export function currentAccountId(): string | undefined {
  const id = useAccounts().current?.id
  return id !== undefined && useSessionStore().states[id] ? id : undefined
}

/** Routes live in the hash: the page works on any static host, under any path, and reloads where it was. */
export function createPageRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'signIn', component: () => import('./pages/SignInPage.vue') },
      {
        path: '/guide',
        name: 'guide',
        component: () => withTexts(['guide'], import('./pages/GuidePage.vue')),
      },
      {
        path: '/help/:id',
        name: 'help',
        component: () => withTexts(['refusals'], import('./pages/HelpPage.vue')),
        props: ({ params }) => ({ id: params['id'], accountId: currentAccountId() }),
      },
      {
        path: '/mail',
        name: 'mail',
        component: loadMailPage,
        props: () => ({ accountId: currentAccountId() }),
        beforeEnter: () => (currentAccountId() === undefined ? { name: 'signIn' } : true),
        // Over the mail, which stays as it is; Back closes it.
        children: [
          // On a phone the open message and the composer lie over the list: see useBackSteps.ts.
          { path: 'over/:depth(1|2)', name: 'over', component: { render: () => null } },
          {
            path: 'settings',
            name: 'settings',
            component: () => withTexts(['compose', 'hands'], import('./pages/SettingsPage.vue')),
            props: () => ({ accountId: currentAccountId() }),
          },
        ],
      },
      {
        // A draft in a window of its own: see components/compose/popOut.ts.
        path: '/write/:id',
        name: 'write',
        component: () => withTexts(['compose', 'refusals'], import('./pages/WritePage.vue')),
        props: ({ params }) => ({ id: params['id'], accountId: currentAccountId() }),
        beforeEnter: () => (currentAccountId() === undefined ? { name: 'signIn' } : true),
      },
      ...(withKitchen
        ? [
            {
              path: '/kitchen',
              name: 'kitchen',
              component: () => withTexts(['compose', 'guide', 'refusals'], import('./pages/KitchenPage.vue')),
            },
          ]
        : []),
      { path: '/:rest(.*)', redirect: { name: 'signIn' } },
    ],
  })
}
