import type { BodyPart } from '../../../shared/mail/bodyStructure.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { draftPrint, toMessage, type ComposerDraft, type ServerCopy } from './draft.ts'
import { uploadsOf, type DraftFile } from './draftFiles.ts'
import { findById, removeForGood } from '../fetch/findMessages.ts'

export interface ServerDraftsOptions {
  client: BridgeClient
  user: string
  /** The folder for drafts; `undefined` where the server has none. */
  path: () => string | undefined
  /** The folder's contents changed. */
  changed: (path: string) => void
}

const BEHIND = { lane: 'side', priority: 'background' } as const

/** Copies of drafts in the server's own folder. A copy is never removed before its successor is there. */
export function createServerDrafts({ client, user, path, changed }: ServerDraftsOptions) {
  const running = new Map<string, Promise<unknown>>()

  /** One thing after the other for each draft. */
  function inTurn<Value>(messageId: string, work: () => Promise<Value>): Promise<Value> {
    const turn = (running.get(messageId) ?? Promise.resolve()).catch(() => undefined).then(work)
    running.set(messageId, turn)
    return turn
  }

  /**
   * APPEND, then the earlier copy goes. The draft's `serverCopy` is where it is now.
   * @throws {PonteError} when it could not be stored; the earlier copy is still there
   */
  function save(draft: ComposerDraft): Promise<void> {
    return inTurn(draft.messageId, async () => {
      const folder = path()
      if (folder === undefined) throw new Error('The server has no folder for drafts.')
      const print = draftPrint(draft)
      const files = [...draft.files]
      const message = { kind: 'draft', draft: toMessage(draft, user, new Date()) } as const
      const stored = await client.call(
        'append',
        { path: folder, flags: ['\\Draft', '\\Seen'], message },
        { ...BEHIND, uploads: uploadsOf(files) },
      )
      const before = draft.serverCopy
      const now = await locate({ ...stored, path: folder, print }, draft.messageId)
      draft.serverCopy = now
      changed(folder)
      if (before && (await repoint(files, before, now))) await removeCopy(before, draft.messageId, now)
    })
  }

  /** Without APPENDUID the newest of its Message-ID is what was just stored. */
  async function locate(copy: ServerCopy, messageId: string): Promise<ServerCopy> {
    if (copy.uid !== undefined && copy.uidValidity !== undefined) return copy
    const { mailbox, uids } = await findById(client, copy.path, messageId)
    return { ...copy, uidValidity: mailbox.uidValidity, uid: uids.at(-1) }
  }

  /**
   * Files that lay in the earlier copy lie in the new one too: that is what they refer to from now on.
   * @returns whether nothing refers to the earlier copy any more
   */
  async function repoint(files: readonly DraftFile[], before: ServerCopy, now: ServerCopy): Promise<boolean> {
    const moved = files.filter(({ reference }) => refersTo(reference, before))
    if (moved.length === 0) return true
    const { uid, uidValidity } = now
    if (uid === undefined || uidValidity === undefined) return false
    const mailbox = { path: now.path, uidValidity }
    let structure: BodyPart | undefined
    const messages = { by: 'uid', set: String(uid) } as const
    const onItem = (row: object): void => {
      if ('bodyStructure' in row) structure = row.bodyStructure as BodyPart
    }
    // What another connection has just stored this one sees only once the server was asked for news (RFC 3501 section 7.3.1).
    await client.call('noop', {}, BEHIND)
    await client.call('fetch', { mailbox, messages, fields: ['bodyStructure'] }, { ...BEHIND, onItem })
    const parts = structure ? leavesOf(structure) : []
    // The bridge writes pictures of the text by Content-ID, the others in their order.
    const isInline = ({ contentId }: DraftFile) =>
      contentId !== undefined && parts.some((part) => idOf(part) === contentId)
    const others = files.filter((file) => !isInline(file))
    const rest = parts.filter(({ disposition }) => disposition === 'attachment')
    for (const file of moved) {
      const part =
        parts.find((one) => file.contentId !== undefined && idOf(one) === file.contentId) ??
        rest[others.indexOf(file)]
      if (!part?.part || !file.reference) return false
      file.reference = { ...file.reference, mailbox, uid, part: part.part, encoding: part.encoding || '7bit' }
      if (part.size !== undefined) file.reference.size = part.size
    }
    return true
  }

  /** What cannot be removed stays where the writer finds it: a draft too many is better than one too few. */
  async function removeCopy(copy: ServerCopy, messageId: string, now?: ServerCopy): Promise<void> {
    const { path: folder, uid, uidValidity } = copy
    try {
      if (uid !== undefined && uidValidity !== undefined) {
        await removeForGood(client, { mailbox: { path: folder, uidValidity }, uids: [uid] })
      } else {
        const found = await findById(client, folder, messageId)
        await removeForGood(client, { ...found, uids: found.uids.filter((one) => one !== now?.uid) })
      }
      changed(folder)
    } catch {
      // Gone already, or the server does not let it go.
    }
  }

  function remove({ messageId, serverCopy }: ComposerDraft): Promise<void> {
    return inTurn(messageId, async () => {
      if (serverCopy) await removeCopy(serverCopy, messageId)
    })
  }

  return {
    save,
    remove,
    available: () => path() !== undefined,
    /** Resolves when nothing is under way for this draft. */
    settled: async (messageId: string) => void (await running.get(messageId)?.catch(() => undefined)),
  }
}

export type ServerDrafts = ReturnType<typeof createServerDrafts>

function refersTo(reference: DraftFile['reference'], copy: ServerCopy): boolean {
  return (
    reference !== undefined &&
    reference.uid === copy.uid &&
    reference.mailbox.path === copy.path &&
    reference.mailbox.uidValidity === copy.uidValidity
  )
}

function leavesOf(part: BodyPart): BodyPart[] {
  if (part.type.startsWith('multipart/')) return (part.children ?? []).flatMap(leavesOf)
  return [part]
}

function idOf(part: BodyPart): string | undefined {
  return part.id?.trim().replace(/^<|>$/g, '')
}
