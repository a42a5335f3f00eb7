import type { CommandName } from '../../shared/protocol/registry.ts'

/** What the console is at when a row of the table runs: the folder that the rows before it have made. */
export interface TableState {
  mailbox: { path: string; uidValidity: string }
}

export interface ReferenceRow {
  /** As the reference page of Outlook.com names it. */
  imap: string
  command: CommandName
  args?: (state: TableState) => object
  /** The line that the mail server must have got; none where the bridge answers by itself. */
  line?: RegExp
  /** Refused, with this code, by a server that announces what Outlook.com does. */
  refused?: string
}

const one = (by: 'uid' | 'sequence') => ({ by, set: '1' })
const FOLDER = 'Console'

/**
 * Every command of Outlook.com's reference page, in an order in which a mailbox can take them, in both forms where IMAP has
 * two. docs/console.md holds the same table.
 */
export const REFERENCE_PAGE: readonly ReferenceRow[] = [
  { imap: 'CAPABILITY', command: 'capability', line: / CAPABILITY$/ },
  { imap: 'NOOP', command: 'noop', line: / NOOP$/ },
  { imap: 'ID', command: 'id', line: / ID / },
  { imap: 'NAMESPACE', command: 'namespace', line: / NAMESPACE$/ },
  { imap: 'LIST', command: 'list', line: / LIST "" / },
  { imap: 'CREATE', command: 'create', line: / CREATE "?Console"?$/ },
  { imap: 'SUBSCRIBE', command: 'subscribe', line: / SUBSCRIBE "?Console"?$/ },
  { imap: 'LSUB', command: 'lsub', line: / LSUB "" / },
  { imap: 'APPEND', command: 'append', args: () => upload(), line: / APPEND "?Console"? / },
  { imap: 'STATUS', command: 'status', args: () => ({ paths: [FOLDER] }), line: / STATUS "?Console"? / },
  { imap: 'EXAMINE', command: 'examine', args: () => ({ path: FOLDER }), line: / EXAMINE "?Console"?/ },
  { imap: 'SELECT', command: 'select', args: () => ({ path: FOLDER }), line: / SELECT "?Console"?/ },
  { imap: 'CHECK', command: 'check', line: / CHECK$/ },
  {
    imap: 'SEARCH',
    command: 'search',
    args: (s) => ({ ...s, ...ALL, by: 'sequence' }),
    line: /^\S+ SEARCH /,
  },
  { imap: 'UID SEARCH', command: 'search', args: (s) => ({ ...s, ...ALL, by: 'uid' }), line: / UID SEARCH / },
  {
    imap: 'FETCH',
    command: 'fetch',
    args: (s) => ({ ...s, messages: one('sequence') }),
    line: /^\S+ FETCH 1 /,
  },
  {
    imap: 'UID FETCH',
    command: 'fetch',
    args: (s) => ({ ...s, messages: one('uid') }),
    line: / UID FETCH 1 /,
  },
  {
    imap: 'UID FETCH BODY.PEEK[]',
    command: 'fetchBody',
    args: (s) => ({ ...s, uid: 1, sections: [{ kind: 'source' }] }),
    line: / UID FETCH 1 .*BODY\.PEEK\[\]/,
  },
  { imap: 'STORE', command: 'store', args: (s) => flag(s, 'sequence'), line: /^\S+ STORE 1 / },
  { imap: 'UID STORE', command: 'store', args: (s) => flag(s, 'uid'), line: / UID STORE 1 / },
  { imap: 'COPY', command: 'copy', args: (s) => to(s, 'sequence'), line: /^\S+ COPY 1 / },
  { imap: 'UID COPY', command: 'copy', args: (s) => to(s, 'uid'), line: / UID COPY 1 / },
  { imap: 'MOVE', command: 'move', args: (s) => to(s, 'sequence'), line: /^\S+ MOVE 1 / },
  { imap: 'EXPUNGE', command: 'expunge', args: (s) => ({ ...s }), line: /^\S+ EXPUNGE$/ },
  { imap: 'UID EXPUNGE', command: 'expunge', args: (s) => ({ ...s, uids: '1' }), line: / UID EXPUNGE 1$/ },
  { imap: 'APPEND, once more', command: 'append', args: () => upload(), line: / APPEND "?Console"? / },
  { imap: 'UID MOVE', command: 'move', args: (s) => to(s, 'uid', '1:*'), line: / UID MOVE / },
  { imap: 'CLOSE', command: 'close', line: / CLOSE$/ },
  {
    imap: 'SELECT, once more',
    command: 'select',
    args: () => ({ path: FOLDER }),
    line: / SELECT "?Console"?/,
  },
  { imap: 'UNSELECT', command: 'unselect', line: / UNSELECT$/ },
  { imap: 'IDLE', command: 'idle', args: () => ({ seconds: 1 }), refused: 'unsupported' },
  { imap: 'UNSUBSCRIBE', command: 'unsubscribe', line: / UNSUBSCRIBE "?Console"?$/ },
  { imap: 'RENAME', command: 'rename', line: / RENAME "?Console"? "?Console 2"?$/ },
  { imap: 'DELETE', command: 'delete', args: () => ({ path: 'Console 2' }), line: / DELETE "Console 2"$/ },
  { imap: 'AUTHENTICATE', command: 'authenticate' },
  { imap: 'LOGIN', command: 'login', refused: 'mechanismUnsupported' },
  { imap: 'LOGOUT', command: 'logout' },
]

const ALL = { criteria: { key: 'all' } }
const upload = () => ({ path: FOLDER, flags: [], message: { kind: 'upload', size: 1 } })
const flag = (state: TableState, by: 'uid' | 'sequence') => ({
  ...state,
  messages: one(by),
  change: { action: 'add', flags: ['\\Flagged'] },
})
const to = (state: TableState, by: 'uid' | 'sequence', set = '1') => ({
  ...state,
  messages: { by, set },
  destination: 'Archive',
})
