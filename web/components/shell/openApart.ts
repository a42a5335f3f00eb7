import type { OpenMessage } from '../../mailbox/row.ts'

/** Whether a click asks for another tab, as on any link: rows and folders are none, for they hold more than one. */
export function isApart({ button, ctrlKey, metaKey }: MouseEvent): boolean {
  return button === 1 || (button === 0 && (ctrlKey || metaKey))
}

/** Opens a folder, or a message of it, in another tab, which goes through this one's connection. */
export async function openApart(accountId: string, what: OpenMessage | string): Promise<void> {
  const { openTab } = await import('./openTab.ts')
  openTab(accountId, what)
}
