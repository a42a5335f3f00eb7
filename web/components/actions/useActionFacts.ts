import type { ActionFacts } from '../../actions/messageAction.ts'
import { useMessageActions } from '../../stores/actions/index.ts'
import { useFolders } from '../../stores/folders/index.ts'
import { hasFlag, type ListRow } from '../../mailbox/row.ts'
import { messageOf, type Target, useMessages } from '../../stores/list/index.ts'
import { useReading, type MessageBody } from '../../stores/reading/index.ts'

/** A message that is open, with what is known of it. */
export interface OpenFacts {
  row: ListRow
  body: MessageBody | undefined
  gone: boolean
}

/** New ones, or some that it has; one that does not say takes any. */
const takesKeywords = (flags: readonly string[] = ['\\*']): boolean =>
  flags.some((flag) => !/^\\\w|^\$(?!label)/.test(flag))

/** Of folders together: what is done in some of them is offered, and what it is called goes by all. */
function together([first, ...others]: readonly ActionFacts['folder'][]): ActionFacts['folder'] | undefined {
  if (!first || others.length === 0) return first
  const all = [first, ...others]
  return {
    canArchive: all.some(({ canArchive }) => canArchive),
    junk: all.find(({ junk }) => junk !== 'from')?.junk ?? first.junk,
    restores: all.every(({ restores }) => restores),
    deletesForGood: all.every(({ deletesForGood }) => deletesForGood),
    takesLabels: first.takesLabels,
    scattered: true,
  }
}

/** What the table of actions goes by, from the stores. */
export function useActionFacts(accountId: string) {
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const actions = useMessageActions(accountId)
  const reading = useReading(accountId)

  function folderOf(target: Target): ActionFacts['folder'] {
    const path = target !== 'selection' && 'uids' in target ? target.mailbox.path : messages.path
    const archive = folders.pathFor('archive')
    /** What is missing is created when it is first needed; before the folders are listed nobody knows. */
    const isKnown = folders.state.kind === 'loaded'
    return {
      canArchive: archive === undefined ? isKnown : archive !== path,
      junk:
        folders.pathFor('junk') === undefined && !isKnown
          ? undefined
          : actions.isJunk(target)
            ? 'from'
            : 'to',
      restores: actions.isDeleted(target),
      deletesForGood: actions.removesForGood(target),
      takesLabels: takesKeywords(messages.mailbox?.permanentFlags),
      scattered: false,
    }
  }

  function isWithheld(target: Target): boolean {
    // Before a folder is open, nothing of it can be.
    if (!messages.mailbox) return false
    const opened = messageOf(target, messages.mailboxRef())
    return opened !== undefined && reading.isWithheld(opened)
  }

  return {
    /** Of rows and selections; `everyRow` asks all that are known. What is chosen in several mailboxes has a target in each. */
    ofRows(
      target: Target,
      everyRow: (is: (row: ListRow) => boolean) => boolean,
      targets: readonly Target[] = [target],
    ): ActionFacts {
      return {
        flagged: everyRow((row) => hasFlag(row, '\\Flagged')),
        seen: everyRow((row) => hasFlag(row, '\\Seen')),
        gone: false,
        withheld: isWithheld(target),
        folder: together(targets.map(folderOf)) ?? folderOf(target),
        text: undefined,
      }
    },
    ofOpen(target: Target, { row, body, gone }: OpenFacts): ActionFacts {
      return {
        flagged: hasFlag(row, '\\Flagged'),
        seen: hasFlag(row, '\\Seen'),
        gone,
        // What is open has its own button for it.
        withheld: false,
        folder: folderOf(target),
        text: body ? { form: body.form, choice: body.choice } : 'loading',
      }
    },
  }
}
