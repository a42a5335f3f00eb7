import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import { decodePath, decodeText, encodePath, parseBodystructure, parseEnvelope } from 'imapflow/lib/tools.js'

/**
 * Everything the bridge takes from imapflow, the one place that imports its code. Beside the documented class it uses
 * `exec`, the command queue below every imapflow method, because the methods swallow a server's NO (move, copy, store,
 * search return `false`) and hide its words. The version is pinned exactly, so these internals do not move unseen.
 */

/** One parsed token of a response line. */
export interface Token {
  type: string
  value: string | Buffer | null
  section?: TokenTree[]
  partial?: number[]
}
export type TokenTree = Token | TokenTree[] | null | string

/** A parsed response line. */
export interface ParsedResponse {
  tag: string
  /** `OK`, `NO`, `CAPABILITY`, or the number of a numbered response. */
  command: string
  attributes?: TokenTree[]
  /** A SEARCH response of plain numbers comes read already, instead of `attributes`. */
  numbers?: number[]
}

/** One argument of a command; imapflow's compiler quotes or sends a literal as needed and refuses CR and LF. */
export type CommandArgument =
  | {
      type: 'ATOM' | 'STRING' | 'SEQUENCE' | 'TEXT' | 'NUMBER'
      value: string
      section?: CommandArgument[]
      partial?: number[]
      sensitive?: boolean
    }
  | { type: 'LITERAL'; value: Buffer }
  | CommandArgument[]

export interface ExecOptions {
  /** Handlers of untagged responses by keyword, while this command runs. The reader waits for a returned promise. */
  untagged?: Record<string, (response: ParsedResponse) => void | Promise<void>>
  /** Called for a `+` continuation. */
  onPlusTag?: (response: ParsedResponse) => void | Promise<void>
}

interface PendingRequest {
  resolve(answer: { response: ParsedResponse; next: () => void }): void
  reject(error: Error): void
}

/** `src` is there for lines of the protocol only: `c` for ours, `s` for the server's. */
interface LogEntry {
  src?: 'c' | 's'
  msg?: string
}

interface Internals {
  log: Record<'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', (entry: LogEntry) => void> & {
    isLevelEnabled(level: string): boolean
  }
  exec(
    command: string,
    attributes: CommandArgument[] | false,
    options?: ExecOptions,
  ): Promise<{ response: ParsedResponse; next: () => void }>
  write(chunk: string | Buffer): void
  writeSocket: import('node:stream').Writable
  commandParts: Buffer[]
  commands: Map<string, (...args: unknown[]) => Promise<unknown>>
  untaggedHandlers: Record<string, ((response: ParsedResponse) => void | Promise<void>) | null>
  capabilities: Map<string, boolean | number>
  enabled: Set<string>
  expectCapabilityUpdate: boolean
  greeting?: string
  byeReason?: string
  /** False once CLOSE or the socket's end has been processed. */
  isClosed: boolean
  currentRequest: false | { tag: string; command: string; sent?: boolean }
  /** Takes the command in flight off the connection, so that the next one is sent. */
  takeCurrentRequest(): PendingRequest | undefined
  /** Called with the tag of every tagged response that answers no command known to the library. */
  countUnknownTag(tag: string): void
  throttleWait(milliseconds: number): Promise<boolean>
}

export type ImapClient = ImapFlow & Internals

/** A client for one connection; nothing is sent before `connect()`. */
export function createImapClient(options: ImapFlowOptions): ImapClient {
  const client = new ImapFlow(options) as ImapClient
  // ID (twice) and NAMESPACE cost a round trip each before the first mailbox is shown and serve nobody then;
  // both are commands of the protocol, for whoever asks.
  client.commands = new Map(client.commands)
  client.commands.set('ID', () => Promise.resolve({ skipped: '', later: '' }))
  client.commands.set('NAMESPACE', () => Promise.resolve(undefined))
  // imapflow would stop reading for up to five minutes when throttled, and the user would be told nothing: answer
  // at once with its ETHROTTLE error, the lane does the waiting.
  client.throttleWait = () => Promise.resolve(false)
  return client
}

/**
 * Sends `last`, which ends the command in flight, and lets go of it, so that the next one leaves in the same packet and
 * does not wait for this one's tagged answer (RFC 3501 section 5.5). The library runs one command at a time; of this one only the tagged answer may still matter: its `exec` settles
 * when that comes, whatever it says, or with the connection's end. Its own handlers hear nothing more.
 * @returns whether there was a command to let go of
 */
export function letGo(client: ImapClient, command: string, last: string): boolean {
  const { currentRequest } = client
  if (!currentRequest || !currentRequest.sent || currentRequest.command !== command) return false
  const { tag } = currentRequest
  // Tags are hexadecimal numbers; this one (2989) the library would take for a refusal without a tag.
  if (tag === 'BAD') return false
  const request = client.takeCurrentRequest()
  if (!request) return false
  const original = client.countUnknownTag
  const settle = (end: () => void): void => {
    client.countUnknownTag = original
    client.off('close', onClose)
    end()
  }
  const onClose = (): void => settle(() => request.reject(new Error('Connection closed')))
  client.countUnknownTag = (answered) => {
    if (answered !== tag) return original.call(client, answered)
    const response = { tag, command: 'OK' }
    settle(() => request.resolve({ response, next: () => undefined }))
  }
  client.once('close', onClose)
  const socket = client.writeSocket
  socket.cork()
  socket.write(last)
  // What is to follow is written in this turn of the event loop.
  setImmediate(() => socket.uncork())
  return true
}

/** A line of one side, without its line break. */
export type LineListener = (from: 'bridge' | 'server', line: string) => void

/**
 * Has the library tell what it would log of each line: literals, long text and what is marked as a secret are stand-ins there.
 * It compiles lines a second time for that, so its log is off whenever nobody listens.
 */
export function watchLines(client: ImapClient, listener: LineListener | undefined): void {
  const silent = (): void => undefined
  const tell = ({ src, msg }: LogEntry): void => {
    if (src !== undefined && msg !== undefined && !msg.startsWith('(*'))
      listener?.(src === 'c' ? 'bridge' : 'server', msg)
  }
  client.log = {
    isLevelEnabled: () => listener !== undefined,
    trace: tell,
    debug: tell,
    info: silent,
    warn: silent,
    error: silent,
    fatal: silent,
  }
}

/** The library's own envelope: dates may be text, every field may be missing. */
export type ParsedEnvelope = ReturnType<typeof parseEnvelope>
export type ParsedBodyStructure = ReturnType<typeof parseBodystructure>

export { decodePath, decodeText as decodeWords, encodePath, parseBodystructure, parseEnvelope }
