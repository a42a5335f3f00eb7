/**
 * Which way imports run, as data: edit here when the house is rearranged. Paths are from the project's root; a rule
 * for a folder ends in `/`.
 */

/** What each side may import: other sides, and packages (`node:` stands for all of Node's own; undefined for any). */
export const SIDES: Record<string, { sides: string[]; packages?: string[]; node: boolean }> = {
  shared: { sides: [], packages: ['valibot'], node: false },
  bridge: { sides: ['shared'], node: true },
  web: { sides: ['shared'], node: false },
  demo: { sides: ['shared'], node: true },
}

/** Packages whose code (types are free) only these files may import. */
export const GATES: { package: RegExp; only: string[] }[] = [
  { package: /^imapflow(\/|$)/, only: ['bridge/imap/library.ts'] },
  { package: /^nodemailer(\/|$)/, only: ['bridge/smtp/submit.ts', 'bridge/smtp/compose.ts'] },
  { package: /^prom-client(\/|$)/, only: ['bridge/metrics/', 'bridge/workers/run.ts'] },
  { package: /^ioredis(\/|$)/, only: ['bridge/doors/redisStore.ts'] },
  { package: /^@azure\/msal-browser(\/|$)/, only: ['web/auth/', 'web/redirect.ts'] },
]

/**
 * Layers of a side, upper first: a file imports its own layer and lower ones. The longest matching prefix decides; a
 * file of the side that no prefix matches may be imported by all and imports only its like.
 */
export const LAYERS: Record<string, string[][]> = {
  web: [
    ['web/main.ts', 'web/redirect.ts'],
    ['web/App.vue', 'web/router.ts'],
    ['web/pages/'],
    ['web/components/'],
    ['web/keyboard/'],
    ['web/actions/'],
    ['web/stores/linking/'],
    ['web/stores/background/'],
    ['web/stores/compose/'],
    ['web/stores/search/'],
    ['web/stores/transfer/'],
    ['web/stores/reading/'],
    ['web/stores/organising/', 'web/stores/blocking/'],
    ['web/stores/actions/'],
    ['web/stores/list/'],
    ['web/stores/folders/'],
    ['web/stores/mailbox/'],
    ['web/stores/fetch/'],
    ['web/stores/session/'],
    ['web/stores/index/'],
    ['web/mailbox/'],
    ['web/tabs/'],
    ['web/stores/kit/'],
    ['web/help/', 'web/console/', 'web/doctor/'],
    ['web/bridge/', 'web/auth/', 'web/index/', 'web/editor/', 'web/reader/'],
    ['web/cache/'],
    ['web/headers/', 'web/mime/'],
    ['web/i18n/', 'web/'],
  ],
  bridge: [
    ['bridge/workers/run.ts'],
    ['bridge/main.ts'],
    ['bridge/http/server.ts'],
    ['bridge/http/sockets.ts'],
    ['bridge/wire/socket.ts'],
    ['bridge/session.ts'],
    ['bridge/dispatch.ts'],
    ['bridge/commands/'],
    ['bridge/handler.ts'],
    ['bridge/callLane.ts', 'bridge/laneOpener.ts', 'bridge/sideLane.ts', 'bridge/diagnose/'],
    ['bridge/imap/', 'bridge/smtp/', 'bridge/image/', 'bridge/fetch/'],
    ['bridge/'],
  ],
}

/** The domains of the page's stores and the file of each that code outside it may import. `kit` has none: it is tools. */
export const FACES: Record<string, string> = {
  'web/stores/actions/': 'index.ts',
  'web/stores/background/': 'start.ts',
  'web/stores/compose/': 'index.ts',
  'web/stores/fetch/': 'index.ts',
  'web/stores/folders/': 'index.ts',
  'web/stores/index/': 'headerIndex.ts',
  'web/stores/linking/': 'index.ts',
  'web/stores/list/': 'index.ts',
  'web/stores/mailbox/': 'index.ts',
  'web/stores/blocking/': 'index.ts',
  'web/stores/organising/': 'index.ts',
  'web/stores/reading/': 'index.ts',
  'web/stores/search/': 'index.ts',
  'web/stores/session/': 'index.ts',
  'web/stores/transfer/': 'index.ts',
}

/** Who looks up stores by an account's id outside a `defineKeyedStore`: what puts several of them together. */
export const COMPOSERS_OF_STORES = ['web/stores/background/start.ts']

/** The stores that components may use, counted by their `use…` names. */
export const MAX_STORES_OF_COMPONENTS = 30

/** Lines of a file: beyond the first number the test warns that two nouns may share it, beyond the second it fails. Data is exempt. */
export const WARN_LINES = 250
export const MAX_LINES = 400
export const LONG_FILES = [/\/i18n\//, /\/locales\//, /^demo\/mail\/(phrases|genres)\//, /\.data\.ts$/]
