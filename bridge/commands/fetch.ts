import { PonteError } from '../../shared/protocol/errors.ts'
import { fetch } from '../../shared/protocol/commands/fetch.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { COMPACT_HEADERS, toCompactRow } from '../imap/compactRow.ts'
import { execStream } from '../imap/execStream.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import type { CommandArgument } from '../imap/library.ts'
import { answerTo, atom, atoms, commandFor, setArgument } from '../imap/messageSet.ts'
import { PREVIEW_BYTES } from '../imap/preview.ts'
import { fetchItems, isFlagsOnly, toMessageRow } from '../imap/toMessage.ts'
import { takeVanished, vanishedSets, type Vanished } from '../imap/vanished.ts'
import type { Args } from '../../shared/protocol/command.ts'

type FetchArgs = Args<typeof fetch>

export const fetchHandler = handle(fetch, async function* ({ lane }, args) {
  const { mailbox, messages, changedSince, vanished } = args
  if (vanished && (changedSince === undefined || messages.by !== 'uid'))
    throw new PonteError('invalidArguments', { message: 'vanished: goes with changedSince, by UID' })
  const gone: Vanished['ranges'] = []
  const upToDate = changedSince === undefined ? undefined : vanished ? 'vanished' : 'changed'
  const compact = args.shape === 'compact'
  const wanted = compact ? COMPACT_ITEMS : dataItems(args)
  // Asked for flags alone, the answer looks like the news of another client's change, but for whose flags they are.
  const flagsAreEnough =
    !compact &&
    args.headers.length === 0 &&
    args.fields.includes('flags') &&
    args.fields.every((field) => field === 'flags' || field === 'modSeq')
  const isAnswer = answerTo(messages)
  const withStructure = compact || args.fields.includes('bodyStructure')
  const turn = { mailbox, priority: PRIORITY.user, pipelined: true, upToDate } as const
  yield* lane.stream(turn, async function* (imap) {
    const attributes: CommandArgument[] = [setArgument(messages.set), wanted]
    if (changedSince !== undefined || args.fields.includes('modSeq')) requireCapability(imap, 'CONDSTORE')
    if (changedSince !== undefined)
      attributes.push(atoms(['CHANGEDSINCE', changedSince, ...(vanished ? ['VANISHED'] : [])]))
    yield* execStream(imap, {
      command: commandFor('FETCH', messages),
      attributes,
      keyword: 'FETCH',
      map: (response) => {
        const bulk = compact ? toCompactRow(response) : undefined
        if (bulk) return bulk
        // Another client's flag change may come in between; it is an event, not a row.
        const row = toMessageRow(response)
        if (!row) return undefined
        if (isFlagsOnly(fetchItems(response)) && !(flagsAreEnough && isAnswer(row))) {
          imap.unsolicited(response)
          return undefined
        }
        if (compact) return undefined
        if (!withStructure) delete row.bodyStructure
        return row
      },
      beside: {
        VANISHED(response) {
          // What has just gone is gone too.
          for (const range of takeVanished(imap, response).ranges) gone.push(range)
        },
      },
    })
  })
  return vanished ? { vanished: vanishedSets(gone) } : {}
})

const COMPACT_ITEMS: CommandArgument[] = [
  ...['UID', 'FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'].map(atom),
  headerFields(COMPACT_HEADERS),
]

const FIELD_ITEMS = {
  flags: ['FLAGS'],
  internalDate: ['INTERNALDATE'],
  size: ['RFC822.SIZE'],
  envelope: ['ENVELOPE'],
  bodyStructure: ['BODYSTRUCTURE'],
  modSeq: ['MODSEQ'],
  preview: [],
} as const

function dataItems(args: FetchArgs): CommandArgument[] {
  const items: CommandArgument[] = ['UID', ...args.fields.flatMap((field) => FIELD_ITEMS[field])].map(atom)
  if (args.fields.includes('preview')) {
    // What the bytes mean, their type, charset and encoding, stands in the structure.
    if (!args.fields.includes('bodyStructure')) items.push(atom('BODYSTRUCTURE'))
    items.push({
      type: 'ATOM',
      value: 'BODY.PEEK',
      section: [{ type: 'ATOM', value: '1' }],
      partial: [0, PREVIEW_BYTES],
    })
  }
  if (args.headers.length > 0) items.push(headerFields(args.headers))
  return items
}

function headerFields(names: readonly string[]): CommandArgument {
  return { type: 'ATOM', value: 'BODY.PEEK', section: [atom('HEADER.FIELDS'), atoms(names)] }
}
