import { CheckCheck, Download, FolderInput, FolderPlus, PencilLine, Trash2, Upload } from '@lucide/vue'
import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import type { FolderNode } from '../../stores/folders/index.ts'
import type { MenuItem } from '../ui/menu.ts'

export type FolderAction =
  | 'newSubfolder'
  | 'rename'
  | 'moveTo'
  | 'markAllRead'
  | 'favourite'
  | 'subscribed'
  | 'export'
  | 'import'
  | 'empty'
  | 'delete'

export interface FolderMenuOptions {
  node: FolderNode
  entry: MailboxEntry | undefined
  unseen: number
  favourite: boolean
  text: (action: FolderAction) => string
}

/** What can be done to a folder. Special ones keep their name and place: servers and other programs count on them. */
export function folderMenu({
  node,
  entry,
  unseen,
  favourite,
  text,
}: FolderMenuOptions): MenuItem<FolderAction>[] {
  const items: MenuItem<FolderAction>[] = []
  if (node.unnameable) return items
  const own = node.specialUse === undefined
  const nests = entry?.delimiter !== null && !entry?.flags.some((flag) => /^\\noinferiors$/i.test(flag))
  if (node.selectable)
    items.push({
      id: 'markAllRead',
      label: text('markAllRead'),
      icon: CheckCheck,
      disabled: unseen === 0,
    })
  if (node.selectable) items.push({ id: 'favourite', label: text('favourite'), checked: favourite })
  if (nests) items.push({ id: 'newSubfolder', label: text('newSubfolder'), icon: FolderPlus })
  if (own && entry) {
    items.push({ id: 'rename', label: text('rename'), icon: PencilLine, shortcut: 'F2' })
    items.push({ id: 'moveTo', label: text('moveTo'), icon: FolderInput })
  }
  if (own && entry?.selectable)
    items.push({
      id: 'subscribed',
      label: text('subscribed'),
      checked: entry.subscribed ?? false,
      disabled: entry.subscribed === undefined,
    })
  if (node.selectable) {
    items.push({ id: 'export', label: text('export'), icon: Download, separated: true })
    items.push({ id: 'import', label: text('import'), icon: Upload })
  }
  if (node.specialUse === 'trash' || node.specialUse === 'junk')
    items.push({ id: 'empty', label: text('empty'), icon: Trash2, danger: true, separated: true })
  if (own && entry)
    items.push({ id: 'delete', label: text('delete'), icon: Trash2, danger: true, separated: true })
  return items
}
