import type { ArgsInput } from '../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'

/** Where the page is: what the arguments of a command begin with. */
export interface ConsolePlace {
  provider: string
  user: string
  address: string
  mailbox: { path: string; uidValidity: string }
  /** The message that is open, or the newest. */
  uid: number
  seq: number
  now: Date
}

/** In place of a secret, which the page puts in when the command runs. */
export const FILLED_IN = '(filled in by this page)'
export const SAMPLE_FOLDER = 'Console'

/** The text that `append` and `submit` upload unless another is written. */
export function sampleMessage({ address, now }: ConsolePlace): string {
  return [
    `From: ${address}`,
    `To: ${address}`,
    'Subject: From the protocol console',
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <console.${now.getTime()}@ponte.invalid>`,
    '',
    'Hello from the protocol console.',
    '',
  ].join('\r\n')
}

const UPLOAD = { kind: 'upload', size: 1 } as const

/** Arguments that work where the page is, one set for each command. */
export const START_ARGS: { [Name in CommandName]: (place: ConsolePlace) => ArgsInput<Commands[Name]> } = {
  append: ({ mailbox }) => ({ path: mailbox.path, flags: ['\\Seen'], message: UPLOAD }),
  authenticate: ({ provider, user }) => ({ provider, user, accessToken: FILLED_IN }),
  capability: () => ({}),
  check: () => ({}),
  close: () => ({}),
  compose: ({ address, now }) => ({
    draft: {
      from: { name: '', address },
      to: [{ name: '', address }],
      subject: 'From the protocol console',
      text: 'Hello from the protocol console.',
      messageId: `<console.${now.getTime()}@ponte.invalid>`,
      date: now.toISOString(),
    },
  }),
  copy: ({ mailbox, uid }) => ({
    mailbox,
    messages: { by: 'uid', set: String(uid) },
    destination: SAMPLE_FOLDER,
  }),
  create: () => ({ path: SAMPLE_FOLDER }),
  delete: () => ({ path: SAMPLE_FOLDER }),
  diagnose: ({ provider }) => ({ provider }),
  examine: ({ mailbox }) => ({ path: mailbox.path }),
  expunge: ({ mailbox }) => ({ mailbox }),
  fetch: ({ mailbox, seq }) => ({
    mailbox,
    messages: { by: 'sequence', set: String(seq) },
    fields: ['flags', 'internalDate', 'size', 'envelope', 'bodyStructure'],
  }),
  fetchBody: ({ mailbox, uid }) => ({ mailbox, uid, sections: [{ kind: 'source' }] }),
  id: () => ({}),
  idle: () => ({ seconds: 5 }),
  image: () => ({ url: 'https://www.example.org/picture.png' }),
  list: () => ({ reference: '', pattern: '*' }),
  login: ({ provider, user }) => ({ provider, user, password: FILLED_IN }),
  logout: () => ({}),
  lsub: () => ({ reference: '', pattern: '*' }),
  move: ({ mailbox, uid }) => ({
    mailbox,
    messages: { by: 'uid', set: String(uid) },
    destination: SAMPLE_FOLDER,
  }),
  namespace: () => ({}),
  noop: () => ({}),
  oneClick: () => ({ url: 'https://www.example.org/unsubscribe' }),
  quota: ({ mailbox }) => ({ path: mailbox.path }),
  rename: () => ({ from: SAMPLE_FOLDER, to: `${SAMPLE_FOLDER} 2` }),
  search: ({ mailbox }) => ({ mailbox, criteria: { key: 'unseen' }, by: 'uid' }),
  select: ({ mailbox }) => ({ path: mailbox.path }),
  status: ({ mailbox }) => ({ paths: [mailbox.path] }),
  store: ({ mailbox, uid }) => ({
    mailbox,
    messages: { by: 'uid', set: String(uid) },
    change: { action: 'add', flags: ['\\Flagged'] },
  }),
  submit: ({ address }) => ({
    envelope: { from: address, to: [address] },
    credentials: { kind: 'accessToken', accessToken: FILLED_IN },
    message: UPLOAD,
  }),
  subscribe: () => ({ path: SAMPLE_FOLDER }),
  trace: () => ({}),
  unselect: () => ({}),
  unsubscribe: () => ({ path: SAMPLE_FOLDER }),
}
