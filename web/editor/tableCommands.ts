import type { Editor } from '@tiptap/core'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable } from '@tiptap/pm/tables'
import type { DocNode } from './doc.ts'

/** What is done to a table; the ids are keys of the texts under `compose.table`. */
export const TABLE_COMMANDS = { addRowAfter, addColumnAfter, deleteRow, deleteColumn, deleteTable }
export type TableCommand = keyof typeof TABLE_COMMANDS

const SIDE = 3

/** A new one, empty, with the caret in its first cell. */
export function insertTable(editor: Editor): void {
  const cell: DocNode = { type: 'tableCell', content: [{ type: 'paragraph' }] }
  const row: DocNode = { type: 'tableRow', content: Array.from({ length: SIDE }, () => cell) }
  const table: DocNode = { type: 'table', content: Array.from({ length: SIDE }, () => row) }
  const { from } = editor.state.selection
  editor
    .chain()
    .focus()
    .insertContent([table, { type: 'paragraph' }])
    .setTextSelection(from + 4)
    .run()
}

export function runTable(editor: Editor, command: TableCommand): void {
  TABLE_COMMANDS[command](editor.state, (transaction) => editor.view.dispatch(transaction))
  editor.commands.focus()
}
