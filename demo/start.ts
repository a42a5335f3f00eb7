import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Border } from '../shared/mail/border.ts'
import type { Authenticate } from './imap/authenticate.ts'
import type { Quirks } from './imap/quirks.ts'
import { startImapServer, type ImapServer } from './imap/server.ts'
import { createMailStore, type MailStore } from './imap/store.ts'
import { createOidcProvider, type OidcProvider } from './identity/oidc.ts'
import { demoUsers, giulia, mailboxFor, sharedMailboxes } from './identity/users.ts'
import { createSwitches, type Switched } from './behaviours.ts'
import { startArrivals } from './arrivals.ts'
import { fillMailbox } from './fillMailbox.ts'
import { demoBorder } from './mail/trace.ts'
import { startSmtpServer, type SmtpServer } from './smtp/server.ts'
import { makeCertificate } from './tls.ts'

export interface DemoOptions {
  /** Life of an access token, in seconds. Default one hour, as Microsoft's. */
  accessTokenTtlSeconds?: number
  /** How the IMAP server misbehaves. */
  quirks?: Partial<Quirks>
  /** What the service does to its users from the start. */
  behaviours?: readonly Switched[]
  /** Messages of the first user's mailbox; default about 3,000. */
  messages?: number
  /** Whether new mail comes now and then. Default true. */
  arrivals?: boolean
  /** Another origin the page is served from: Vite's, in `npm run dev`. */
  pageOrigin?: string
}

/** What the demo asks to be configured as: the shape of one of the bridge's providers. */
export interface DemoProvider {
  id: string
  name: string
  auth: DemoAuth
  authAt: (host: string | undefined) => DemoAuth
  imap: { host: string; port: number; ca: string }
  smtp: { host: string; port: number; ca: string }
  sentIsFiledByServer: boolean
  border: Border
  demo: boolean
}

interface DemoAuth {
  kind: 'oidc'
  clientId: string
  authority: string
  scopes: string[]
  authorityMetadata: string
}

export interface Demo {
  /** The provider for a page served at this port of loopback. */
  providersAt(port: number): DemoProvider[]
  /** The identity provider's pages; answers true when the request was one of them. */
  routes(request: IncomingMessage, response: ServerResponse): boolean
  readonly store: MailStore
  readonly imap: ImapServer
  readonly smtp: SmtpServer
  /** Turns on these behaviours and no others, from the next command on; with none, all is as it was at the start without any. */
  behave(...switched: Switched[]): void
  close(): Promise<void>
}

/** Where the identity provider lives, beside the page. */
const IDENTITY_PATH = '/demo-identity'
const CLIENT_ID = 'ponte-demo'
const HOST = '127.0.0.1'

/** Starts an Outlook-like mail service in this process: an IMAP server, an SMTP server, an identity provider, mail. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const store = createMailStore()
  const now = new Date()
  for (const user of [...demoUsers, ...sharedMailboxes]) {
    fillMailbox(store, { user, now, count: user === giulia ? options.messages : SMALL_MAILBOX })
  }
  for (const { username, aliases = [] } of demoUsers)
    for (const alias of aliases) store.addAlias(alias, username)
  let identity: OidcProvider | undefined
  const authenticate: Authenticate = {
    async token(user, token) {
      const found = await identity?.verifyAccessToken(token)
      const opened = found && mailboxFor(found.user, user)
      if (!found || !opened) return { ok: false }
      return { ok: true, user: opened.mailbox, isShared: opened.isShared, expiresAt: found.expiresAt }
    },
  }
  const { key, cert, ca } = makeCertificate({ hosts: ['localhost', HOST] })
  const imap = await startImapServer({
    store,
    tls: { key, cert },
    authenticate,
    quirks: options.quirks ?? {},
  })
  const smtp = await startSmtpServer({
    store,
    tls: { key, cert },
    authenticate,
    autoFileSent: true,
    maySendAs: (user, from) => mailboxFor(user, from) !== undefined,
  })
  const behave = createSwitches({ imap: imap.quirks, smtp: smtp.quirks, store })
  behave(options.behaviours ?? [])
  const stopArrivals = options.arrivals === false ? undefined : startArrivals(store, giulia)

  return {
    store,
    imap,
    smtp,
    behave: (...switched) => behave(switched),
    providersAt(port) {
      const provider = createOidcProvider({
        issuer: `http://localhost:${port}${IDENTITY_PATH}`,
        clients: [{ clientId: CLIENT_ID, redirectUris: redirectUris(port, options.pageOrigin) }],
        users: demoUsers,
        accessTokenTtlSeconds: options.accessTokenTtlSeconds ?? TOKEN_SECONDS,
      })
      identity = provider
      const authAt = (host: string | undefined): DemoAuth => {
        const { authority, authorityMetadata } = provider.browserAuthority(host)
        return {
          kind: 'oidc',
          clientId: CLIENT_ID,
          authority,
          scopes: ['openid', 'profile', 'email', 'offline_access'],
          authorityMetadata: JSON.stringify(authorityMetadata),
        }
      }
      return [
        {
          id: 'demo',
          name: 'the demo mailbox',
          auth: authAt(undefined),
          authAt,
          imap: { host: HOST, port: imap.port, ca },
          smtp: { host: HOST, port: smtp.port, ca },
          sentIsFiledByServer: true,
          border: demoBorder,
          demo: true,
        },
      ]
    },
    routes(request, response) {
      if (!identity || !(request.url ?? '').startsWith(`${IDENTITY_PATH}/`)) return false
      identity.handler(request, response)
      return true
    },
    async close() {
      stopArrivals?.()
      await Promise.all([imap.close(), smtp.close()])
    },
  }
}

/** Life of an access token, in seconds: Microsoft's is 60 to 90 minutes. */
const TOKEN_SECONDS = 3_600
/** Messages of the other users' mailboxes: enough to look lived in. */
const SMALL_MAILBOX = 160

function redirectUris(port: number, pageOrigin: string | undefined): string[] {
  const origins = ['localhost', HOST].map((host) => `http://${host}:${port}`)
  if (pageOrigin !== undefined) origins.push(pageOrigin)
  return origins.flatMap((origin) => [`${origin}/`, `${origin}/redirect.html`])
}
