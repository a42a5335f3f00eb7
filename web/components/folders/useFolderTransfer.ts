import { shallowRef } from 'vue'
import type { FolderNode } from '../../stores/folders/index.ts'
import { MAIL_FILES } from '../transfer/mailFiles.ts'
import { useFolderName } from './useFolderName.ts'

/** What is asked before a folder is exported, or files are imported into it. */
export type TransferQuestion = { path: string; folder: string } & (
  { kind: 'export' } | { kind: 'import'; files: readonly File[] }
)

/** Import and export of folders; all of its code is loaded when somebody first asks for one. */
export function useFolderTransfer() {
  const folderName = useFolderName()
  const question = shallowRef<TransferQuestion>()
  /** There was one: its progress is shown from now on. */
  const hasBegun = shallowRef(false)
  /** Outside of the document: a tree holds nothing but its items. */
  const input = Object.assign(document.createElement('input'), {
    type: 'file',
    multiple: true,
    accept: MAIL_FILES,
  })

  function ask(kind: 'export' | 'import', node: FolderNode): void {
    if (kind === 'export') question.value = { kind, path: node.path, folder: folderName(node) }
    else chooseFiles(node)
  }

  function chooseFiles(node: FolderNode): void {
    input.value = ''
    input.onchange = () => receive(node, [...(input.files ?? [])])
    input.click()
  }

  function receive(node: FolderNode, files: readonly File[]): void {
    if (files.length > 0)
      question.value = { kind: 'import', path: node.path, folder: folderName(node), files }
  }

  return {
    question,
    hasBegun,
    ask,
    receive,
    close: () => void (question.value = undefined),
    begun: () => void (hasBegun.value = true),
  }
}
