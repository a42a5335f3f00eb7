import type { LaneName } from '../../../shared/protocol/events.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { bodyCache, type BodyCache, type BodyKey } from '../../cache/bodyCache.ts'
import { choosePartsToShow, type BodyForm } from '../../mime/choosePartsToShow.ts'
import { searchableText } from '../../mime/searchableText.ts'
import { delay } from '../../delay.ts'
import { withFullRow } from '../fetch/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { useSession, type Session } from '../session/index.ts'
import { MAX_AHEAD_BYTES, MAX_BODIES_IN_MEMORY, MAX_BODY_BYTES_IN_MEMORY, PRESSED_WAIT_MS } from './limits.ts'
import {
  buildBody,
  receiveBody,
  type LoadBodyOptions,
  type MessageBody,
  type Received,
} from './messageBody.ts'
import { createDiskBodies, nameOf, type RowAndBody } from './diskBodies.ts'

/** A message as it is shown, with its whole row. */
export interface LoadedMessage {
  message: OpenMessage
  body: MessageBody
}

/** A message as it came. */
interface ReceivedMessage {
  message: OpenMessage
  received: Received
}

export interface BodiesOptions {
  accountId: string
  session: Pick<Session, 'client'>
  cache: BodyCache
  settings: Pick<SettingsStore, 'view'>
  /** Whether every byte is paid for: then nothing is fetched that was not asked for. */
  isMetered(): boolean
}

/**
 * Messages that were read, or will probably be read next: what is here is shown without asking the server. A message never
 * changes (RFC 3501 section 2.3.1.1), so nothing here grows stale. A few in memory, more in this browser's database.
 */
export function createBodies({ accountId, session, cache, settings, isMetered }: BodiesOptions) {
  const disk = createDiskBodies({ account: accountId, cache, settings })
  /** The longest unused first. */
  const inMemory = new Map<string, RowAndBody>()
  /** What has been asked for and is not here yet. */
  const underway = new Set<string>()
  let pressed:
    { name: string; lane: LaneName; coming: Promise<ReceivedMessage>; own: AbortController } | undefined

  /** What is shown of a message that is in memory: at once. */
  function atHand(message: OpenMessage, form?: BodyForm): LoadedMessage | undefined {
    const key = keyOf(message, form)
    const known = inMemory.get(nameOf(key))
    return known && use(message, { key, known })
  }

  /** From the disk into memory. */
  async function recall(message: OpenMessage, form?: BodyForm): Promise<LoadedMessage | undefined> {
    const key = keyOf(message, form)
    const known = await disk.find(key)
    return known && use(message, { key, known })
  }

  /** Marks it as recently used, in memory and on disk. */
  function use(message: OpenMessage, { key, known }: { key: BodyKey; known: RowAndBody }): LoadedMessage {
    keep(key, known)
    disk.usedSoon(key)
    return shownFrom(message, known)
  }

  /**
   * Asks for a message before it is opened: `load` takes it over. One at a time, and nothing that is here or on its way.
   */
  function press(message: OpenMessage, lane: LaneName = 'main'): void {
    const key = keyOf(message)
    const name = nameOf(key)
    if (pressed?.name === name) return
    letGo()
    // The rest of such a row is the main lane's to tell, which has another mailbox.
    if (inMemory.has(name) || underway.has(name) || (lane === 'side' && message.row.partial)) return
    const own = new AbortController()
    const coming = disk.lacks(key)
      ? receive(message, { lane, signal: own.signal })
      : find(message, { lane, signal: own.signal })
    // Told when it is opened, if that happens.
    coming.catch(() => undefined)
    pressed = { name, lane, coming, own }
  }

  /** From the disk into memory, else from the server. */
  async function find(message: OpenMessage, options: LoadBodyOptions): Promise<ReceivedMessage> {
    const key = keyOf(message)
    const known = await disk.find(key)
    if (!known) return receive(message, options)
    keep(key, known)
    disk.usedSoon(key)
    return { message: wholeFrom(message, known), received: known.received }
  }

  async function receive(message: OpenMessage, options: LoadBodyOptions): Promise<ReceivedMessage> {
    const name = nameOf(keyOf(message, options.form))
    const arrive = (): void => void underway.delete(name)
    underway.add(name)
    try {
      const full = message.row.partial ? await withFullRow(session.client, message, options.signal) : message
      const received = await receiveBody(session.client, full, options)
      keepWhole(full, received)
      void received.whole.then(arrive)
      return { message: full, received }
    } catch (error) {
      arrive()
      throw error
    }
  }

  /** Nobody opened what was pressed: it need not come. */
  function letGo(): void {
    pressed?.own.abort()
    pressed = undefined
  }

  /** What was pressed, if it is this; from now on it goes as whoever opens it says. */
  async function takePressed(name: string, signal: AbortSignal): Promise<ReceivedMessage | undefined> {
    if (pressed?.name !== name) return undefined
    const { lane, coming, own } = pressed
    pressed = undefined
    signal.addEventListener('abort', () => own.abort(), { once: true })
    if (lane === 'main') return coming
    // The side lane may be busy for seconds: by now the main lane can be asked.
    const soon = await Promise.race([coming, delay(PRESSED_WAIT_MS)])
    if (!soon) own.abort()
    return soon || undefined
  }

  /** All that is shown of a message; one whose row is from the index is completed. @throws PonteError */
  async function load(message: OpenMessage, options: LoadBodyOptions): Promise<LoadedMessage> {
    const known = atHand(message, options.form)
    if (known) return known
    const name = nameOf(keyOf(message, options.form))
    const come = pressed?.name === name ? await takePressed(name, options.signal) : undefined
    if (come) return { message: come.message, body: buildBody(come.received) }
    // Nothing is awaited that need not be: the server is asked before the page draws.
    const recalled = disk.lacks(keyOf(message, options.form))
      ? undefined
      : await recall(message, options.form)
    if (recalled) return recalled
    const { message: full, received } = await receive(message, options)
    return { message: full, body: buildBody(received) }
  }

  /** Whether it would be shown without asking the server. */
  function isCached(message: OpenMessage): boolean {
    const key = keyOf(message)
    return inMemory.has(nameOf(key)) || disk.has(key)
  }

  /**
   * Has messages ready, from the disk or one after the other from the server, behind everything the user does, until told to
   * stop.
   */
  async function ahead(messages: readonly OpenMessage[], signal: AbortSignal): Promise<void> {
    for (const message of messages) {
      if (signal.aborted) return
      const key = keyOf(message)
      if (inMemory.has(nameOf(key)) || !isSmall(message)) continue
      const known = await disk.find(key)
      if (known) {
        keep(key, known)
        continue
      }
      if (isMetered() || signal.aborted) return
      try {
        const received = await receiveBody(session.client, message, {
          lane: 'side',
          priority: 'background',
          signal,
        })
        keepWhole(message, received)
      } catch {
        return // it is asked for again when it is opened, and then the failure is told
      }
    }
  }

  /** Texts of a mailbox's messages that are in memory or on disk, to look for words in. Nobody is asked for more. */
  async function textsAtHand(
    mailbox: MailboxRef,
    onText: (uid: number, text: string) => void,
  ): Promise<void> {
    const isOfMailbox = ([account, path, uidValidity]: BodyKey): boolean =>
      account === accountId && path === mailbox.path && uidValidity === mailbox.uidValidity
    const tell = ({ row, received: { chosen, streams } }: RowAndBody): void =>
      onText(
        row.uid,
        searchableText(chosen, (at) => streams[at]?.bytes()),
      )
    const told = new Set<number>()
    for (const body of inMemory.values()) {
      const key = keyOf({ row: body.row, mailbox }, body.received.form)
      if (inMemory.get(nameOf(key)) !== body) continue
      told.add(body.row.uid)
      tell(body)
    }
    for (const key of (await disk.keys().catch(() => [])).filter(isOfMailbox)) {
      const [, , , uid] = key
      const body = told.has(uid) ? undefined : await disk.find(key)
      if (body) tell(body)
    }
  }

  /** Once all of it came; without its structure nobody knew what to ask for. */
  function keepWhole(message: OpenMessage, received: Received): void {
    const { row } = message
    if (!row.bodyStructure) return
    const key = keyOf(message, received.form)
    void received.whole.then((whole) => {
      // What the server did not hand out this time it may another time.
      if (!whole || received.missing > 0) return
      keep(key, { row, received })
      disk.keepSoon(key, { row, received })
    })
  }

  function keep(key: BodyKey, body: RowAndBody): void {
    const name = nameOf(key)
    inMemory.delete(name)
    if (sizeOf(body) > MAX_BODY_BYTES_IN_MEMORY) return
    inMemory.set(name, body)
    let bytes = [...inMemory.values()].reduce((sum, one) => sum + sizeOf(one), 0)
    for (const [oldest, one] of inMemory) {
      if (inMemory.size <= MAX_BODIES_IN_MEMORY && bytes <= MAX_BODY_BYTES_IN_MEMORY) return
      inMemory.delete(oldest)
      bytes -= sizeOf(one)
    }
  }

  function keyOf({ row, mailbox }: OpenMessage, form: BodyForm = 'html'): BodyKey {
    return [accountId, mailbox.path, mailbox.uidValidity, row.uid, form]
  }

  return {
    load,
    press,
    letGo,
    atHand,
    isCached,
    learn: disk.learn,
    ahead,
    textsAtHand,
    keysOnDisk: disk.keys,
    dropFromDisk: disk.remove,
  }
}

export type Bodies = Store<ReturnType<typeof createBodies>>

/** One account's. */
export const useBodyCache = defineKeyedStore('bodyCache', (accountId) =>
  createBodies({
    accountId,
    session: useSession(accountId),
    cache: bodyCache(),
    settings: useSettings(),
    isMetered,
  }),
)

function shownFrom(message: OpenMessage, known: RowAndBody): LoadedMessage {
  return { message: wholeFrom(message, known), body: buildBody(known.received) }
}

/** Flags and number are the list's to tell. */
function wholeFrom({ row, mailbox }: OpenMessage, known: RowAndBody): OpenMessage {
  const whole = row.partial ? { ...known.row, seq: row.seq, ...(row.flags && { flags: row.flags }) } : row
  return { row: whole, mailbox }
}

function sizeOf({ received }: RowAndBody): number {
  return received.streams.reduce((sum, one) => sum + one.length, 0)
}

/** Whether fetching it unasked costs little; a row from the index does not tell. */
function isSmall({ row }: OpenMessage): boolean {
  if (!row.bodyStructure) return false
  const { body, inline } = choosePartsToShow(row.bodyStructure)
  const bytes = [...body.map(({ part }) => part), ...inline].reduce(
    (sum, { size = Infinity }) => sum + size,
    0,
  )
  return bytes <= MAX_AHEAD_BYTES
}

function isMetered(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; type?: string } }
  return connection?.saveData === true || connection?.type === 'cellular'
}
