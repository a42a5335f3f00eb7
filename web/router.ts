import { createRouter, createWebHashHistory, type RouteLocationNormalized, type Router } from 'vue-router'
import { withTexts } from './i18n/index.ts'
import MailGate from './pages/MailGate.vue'
import { watchGoing } from './links/going.ts'
import type { MailLink } from './links/mailLink.ts'
import { isOwnInbox, linkAccount, MAIL } from './links/ownInbox.ts'
import { useAccounts, useSessionStore } from './stores/session/index.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** The page was opened at an address that says more than the inbox: this, if it can be read. */
    opened?: { link: MailLink | undefined }
  }
}

/** Every component in every state: for those who work on the page, and for the tests that photograph it. */
const withKitchen = import.meta.env.DEV || new URLSearchParams(location.search).has('kitchen')

/** The account on screen, if it has a session. */
export function currentAccountId(): string | undefined {
  const id = useAccounts().current?.id
  return id !== undefined && useSessionStore().states[id] ? id : undefined
}

/** What an address names has to be read before the page is drawn; few addresses of a first load do. */
async function readLink(to: RouteLocationNormalized): Promise<void> {
  const { current } = useAccounts()
  // Under the settings lies what they were opened over, after a reload too.
  const path: unknown = to.name === 'settings' || to.name === 'mailDoctor' ? history.state?.back : to.fullPath
  if (typeof path !== 'string' || (current && isOwnInbox(path, linkAccount(current)))) return
  const { parseLink } = await import('./links/mailLink.ts')
  to.meta.opened = { link: parseLink(path) }
}

/** Routes live in the hash: the page works on any static host, under any path, and reloads where it was. */
export function createPageRouter(): Router {
  const router = createRouter({
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
        path: '/doctor',
        name: 'doctor',
        component: () => withTexts(['doctor', 'refusals'], import('./pages/DoctorPage.vue')),
        props: () => ({ accountId: currentAccountId() }),
      },
      {
        path: MAIL,
        name: 'mail',
        component: MailGate,
        children: [
          // Over the mail, which stays as it is; Back closes it.
          {
            path: 'settings/:section?',
            name: 'settings',
            component: () => withTexts(['backup', 'compose', 'hands'], import('./pages/SettingsPage.vue')),
            beforeEnter: readLink,
            props: ({ params }) => ({ accountId: currentAccountId(), section: params['section'] }),
          },
          {
            path: 'doctor',
            name: 'mailDoctor',
            component: () => withTexts(['doctor', 'refusals'], import('./pages/DoctorPage.vue')),
            beforeEnter: readLink,
            props: () => ({ accountId: currentAccountId(), over: true }),
          },
          // A folder, what was searched for, a message: see links/mailLink.ts.
          { path: ':place(.+)', name: 'place', component: { render: () => null }, beforeEnter: readLink },
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
      // What is no address is one of no place in the mail, and the mail says so.
      { path: '/:rest(.*)', redirect: ({ path }) => MAIL + path },
    ],
  })
  watchGoing(router)
  return router
}
