import type { BodyPart } from '../../../shared/mail/bodyStructure.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { Sender } from '../../mime/senders.ts'
import { findById, type FoundMessages } from '../fetch/index.ts'
import { draftPrint, toMessage, type ComposerDraft, type ServerCopy } from './draft.ts'
import { uploadsOf, type DraftFile } from './draftFiles.ts'

export interface ServerDraftsOptions {
  client: BridgeClient
  /** Whom a draft is sent as; `undefined` while nobody has said it. */
  sender: (draft: ComposerDraft) => Sender | undefined
  /** The Drafts folder; `undefined` where the server has none. */
  path: () => string | undefined
  /** Removes messages for good; other deleted messages stay. */
  erase: (messages: FoundMessages) => Promise<void>
  /** The folder's contents changed. */
  changed: (path: string) => void
}

const BEHIND = { lane: 'side', priority: 'background' } as const

/** Copies of drafts in the server's Drafts folder. A copy is never removed before its successor is there. */
export function createServerDrafts({ client, sender, path, erase, changed }: ServerDraftsOptions) {
  const running = new Map<string, Promise<unknown>>()

  /** Runs the work on one draft in order. */
  function inTurn<Value>(messageId: string, work: () => Promise<Value>): Promise<Value> {
    const turn = (running.get(messageId) ?? Promise.resolve()).catch(() => undefined).then(work)
    running.set(messageId, turn)
    return turn
  }

  /**
   * Appends the draft, then removes the earlier copy. `serverCopy` then names the new one.
   * @throws {PonteError} when it could not be stored; the earlier copy is still there
   */
  function save(draft: ComposerDraft): Promise<void> {
    return inTurn(draft.messageId, async () => {
      const folder = path()
      const from = sender(draft)
      if (folder === undefined || !from) throw new Error('The server has no folder for drafts.')
      const print = draftPrint(draft)
      const files = [...draft.files]
      const message = { kind: 'draft', draft: toMessage(draft, from, new Date()) } as const
      const stored = await client.call(
        'append',
        { path: folder, flags: ['\\Draft', '\\Seen'], message },
        { ...BEHIND, uploads: uploadsOf(files) },
      )
      const earlier = draft.serverCopy
      const copy = await locate({ ...stored, path: folder, print }, draft.messageId)
      draft.serverCopy = copy
      changed(folder)
      if (earlier && (await repoint(files, earlier, copy))) await removeCopy(earlier, draft.messageId, copy)
    })
  }

  /** Without APPENDUID the copy is the newest message with its Message-ID. */
  async function locate(copy: ServerCopy, messageId: string): Promise<ServerCopy> {
    if (copy.uid !== undefined && copy.uidValidity !== undefined) return copy
    const { mailbox, uids } = await findById(client, copy.path, messageId)
    return { ...copy, uidValidity: mailbox.uidValidity, uid: uids.at(-1) }
  }

  /**
   * Files that refer to a part of the earlier copy refer to the same part of the new one from now on.
   * @returns whether no file refers to the earlier copy any more
   */
  async function repoint(
    files: readonly DraftFile[],
    earlier: ServerCopy,
    copy: ServerCopy,
  ): Promise<boolean> {
    const moved = files.filter(({ reference }) => refersTo(reference, earlier))
    if (moved.length === 0) return true
    const { uid, uidValidity } = copy
    if (uid === undefined || uidValidity === undefined) return false
    const mailbox = { path: copy.path, uidValidity }
    let structure: BodyPart | undefined
    const messages = { by: 'uid', set: String(uid) } as const
    const onItem = (row: object): void => {
      if ('bodyStructure' in row) structure = row.bodyStructure as BodyPart
    }
    // NOOP first: this connection may not see yet what another one appended (RFC 3501 section 7.3.1).
    await client.call('noop', {}, BEHIND)
    await client.call('fetch', { mailbox, messages, fields: ['bodyStructure'] }, { ...BEHIND, onItem })
    const parts = structure ? leavesOf(structure) : []
    // In the message the bridge builds, pictures of the text have their Content-ID, and other files their order.
    const isInline = ({ contentId }: DraftFile) =>
      contentId !== undefined && parts.some((part) => idOf(part) === contentId)
    const others = files.filter((file) => !isInline(file))
    const rest = parts.filter(({ disposition }) => disposition === 'attachment')
    for (const file of moved) {
      const part =
        parts.find((candidate) => file.contentId !== undefined && idOf(candidate) === file.contentId) ??
        rest[others.indexOf(file)]
      if (!part?.part || !file.reference) return false
      file.reference = { ...file.reference, mailbox, uid, part: part.part, encoding: part.encoding || '7bit' }
      if (part.size !== undefined) file.reference.size = part.size
    }
    return true
  }

  /** A copy that cannot be removed stays in Drafts: better one draft too many than one too few. */
  async function removeCopy(copy: ServerCopy, messageId: string, successor?: ServerCopy): Promise<void> {
    const { path: folder, uid, uidValidity } = copy
    try {
      if (uid !== undefined && uidValidity !== undefined) {
        await erase({ mailbox: { path: folder, uidValidity }, uids: [uid] })
      } else {
        const { mailbox, uids } = await findById(client, folder, messageId)
        await erase({ mailbox, uids: uids.filter((other) => other !== successor?.uid) })
      }
      changed(folder)
    } catch {
      // It is gone already, or the server refuses.
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
    available: (draft: ComposerDraft) => path() !== undefined && sender(draft) !== undefined,
    /** Resolves when no work on this draft is running. */
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
