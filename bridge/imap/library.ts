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

interface Internals {
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

/** The library's own envelope: dates may be text, every field may be missing. */
export type ParsedEnvelope = ReturnType<typeof parseEnvelope>
export type ParsedBodyStructure = ReturnType<typeof parseBodystructure>

export { decodePath, decodeText as decodeWords, encodePath, parseBodystructure, parseEnvelope }
