import { computed, markRaw, shallowRef, type Component } from 'vue'
import type { Editor } from '@tiptap/core'
import { useI18n } from 'petite-vue-i18n'
import { AArrowUp, Palette, Pilcrow, Table, TextAlignCenter } from '@lucide/vue'
import { ALIGNMENTS, COLOURS, SIZES, type TextColour, type TextSize } from '../../editor/textStyle.ts'
import type { TableCommand } from '../../editor/tableCommands.ts'
import type { MenuItem } from '../ui/menu.ts'

const BLOCKS = ['paragraph', 'h1', 'h2', 'h3', 'codeBlock'] as const
const TABLE: readonly TableCommand[] = [
  'addRowAfter',
  'addColumnAfter',
  'deleteRow',
  'deleteColumn',
  'deleteTable',
]

interface FormatMenu {
  id: 'block' | 'size' | 'colour' | 'align' | 'table'
  icon: Component
  items: MenuItem[]
  run: (item: string) => void
}

/** The format bar's menus. `turn` grows with each change of the editor, which is not reactive itself. */
export function useFormatMenus(editor: () => Editor, turn: () => number) {
  const { t } = useI18n()
  const tables = shallowRef<typeof import('../../editor/tableCommands.ts')>()
  void import('../../editor/tableCommands.ts').then((loaded) => (tables.value = markRaw(loaded)))
  const chain = () => editor().chain().focus()

  function setBlock(id: string): void {
    if (id === 'codeBlock') chain().toggleCodeBlock().run()
    else if (id === 'paragraph') chain().setParagraph().run()
    else
      chain()
        .toggleHeading({ level: Number(id.slice(1)) as 1 | 2 | 3 })
        .run()
  }

  function setStyle(attribute: 'colour' | 'size', value: string): void {
    const before = editor().getAttributes('textStyle')
    const next = { ...before, [attribute]: value === 'none' ? null : value }
    if (next.colour || next.size) chain().setMark('textStyle', next).run()
    else chain().unsetMark('textStyle').run()
  }

  function setAlign(align: string): void {
    const value = align === 'start' ? null : align
    chain()
      .updateAttributes('paragraph', { align: value })
      .updateAttributes('heading', { align: value })
      .run()
  }

  return computed((): FormatMenu[] => {
    void turn()
    const now = editor()
    const isBlock = (id: string): boolean =>
      id.startsWith('h') ? now.isActive('heading', { level: Number(id.slice(1)) }) : now.isActive(id)
    const style = now.getAttributes('textStyle') as { colour?: TextColour | null; size?: TextSize | null }
    const inTable = now.isActive('table')
    const isAligned = (align: string): boolean =>
      align === 'start' ? !ALIGNMENTS.some((one) => now.isActive({ align: one })) : now.isActive({ align })
    return [
      {
        id: 'block',
        icon: Pilcrow,
        items: BLOCKS.map((id) => ({ id, label: t(`compose.format.${id}`), checked: isBlock(id) })),
        run: setBlock,
      },
      {
        id: 'size',
        icon: AArrowUp,
        items: ['none', ...Object.keys(SIZES)].map((id) => ({
          id,
          label: t(`compose.size.${id}`),
          checked: (style.size ?? 'none') === id,
        })),
        run: (id) => setStyle('size', id),
      },
      {
        id: 'colour',
        icon: Palette,
        items: ['none', ...Object.keys(COLOURS)].map((id) => ({
          id,
          label: t(`compose.colour.${id}`),
          checked: (style.colour ?? 'none') === id,
        })),
        run: (id) => setStyle('colour', id),
      },
      {
        id: 'align',
        icon: TextAlignCenter,
        items: ALIGNMENTS.map((id) => ({ id, label: t(`compose.align.${id}`), checked: isAligned(id) })),
        run: setAlign,
      },
      {
        id: 'table',
        icon: Table,
        items: inTable
          ? TABLE.map((id) => ({ id, label: t(`compose.table.${id}`), danger: id === 'deleteTable' }))
          : [{ id: 'insert', label: t('compose.table.insert') }],
        run: (id) =>
          id === 'insert' ? tables.value?.insertTable(now) : tables.value?.runTable(now, id as TableCommand),
      },
    ]
  })
}
