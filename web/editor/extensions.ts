import { Extension, Mark, Node } from '@tiptap/core'
import { goToNextCell, tableEditing } from '@tiptap/pm/tables'
import { alignFrom, textStyleFrom, textStyleOf } from './textStyle.ts'

declare module '@tiptap/core' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the names of the interface that is added to
  interface NodeConfig<Options, Storage> {
    /** What prosemirror-tables knows a node by. */
    tableRole?: 'table' | 'row' | 'cell' | 'header_cell'
  }
}

/** What StarterKit lacks. Loaded with the editor. */

/** Colour and size, by name: what they look like stands in textStyle.ts alone. */
const TextStyle = Mark.create({
  name: 'textStyle',
  addAttributes: () => ({ colour: { default: null }, size: { default: null } }),
  parseHTML: () => [
    {
      tag: 'span[style]',
      getAttrs: (element) => {
        const style = textStyleFrom(element.style)
        return style.colour || style.size ? style : false
      },
    },
  ],
  renderHTML: ({ mark }) => ['span', { style: textStyleOf(mark.attrs) }, 0],
})

const Align = Extension.create({
  name: 'align',
  addGlobalAttributes: () => [
    {
      types: ['paragraph', 'heading'],
      attributes: {
        align: {
          default: null,
          parseHTML: (element) => alignFrom(element.style.textAlign),
          renderHTML: ({ align }) => (align ? { style: `text-align:${String(align)}` } : {}),
        },
      },
    },
  ],
})

const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow+',
  isolating: true,
  tableRole: 'table',
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: () => ['table', ['tbody', 0]],
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts() {
    const go = (towards: 1 | -1) => () =>
      goToNextCell(towards)(this.editor.state, (transaction) => this.editor.view.dispatch(transaction))
    return { Tab: go(1), 'Shift-Tab': go(-1) }
  },
  extendNodeSchema: (extension) => ({ tableRole: (extension.config as { tableRole?: string }).tableRole }),
})

const TableRow = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)+',
  tableRole: 'row',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
})

const span = (name: 'colspan' | 'rowspan') => ({
  default: 1,
  parseHTML: (element: HTMLElement) =>
    Math.min(Math.max(Number(element.getAttribute(name) ?? 1) || 1, 1), 50),
})
const cell = (name: 'tableCell' | 'tableHeader', tag: 'td' | 'th') =>
  Node.create({
    name,
    content: 'block+',
    isolating: true,
    tableRole: name === 'tableCell' ? 'cell' : 'header_cell',
    addAttributes: () => ({
      colspan: span('colspan'),
      rowspan: span('rowspan'),
      colwidth: { default: null, rendered: false },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  })

export const ADDITIONS = [
  TextStyle,
  Align,
  Table,
  TableRow,
  cell('tableCell', 'td'),
  cell('tableHeader', 'th'),
]
