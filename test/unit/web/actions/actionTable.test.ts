import { describe, expect, it } from 'vitest'
import { MESSAGE_ACTIONS, PLACES, runAction } from '../../../../web/actions/actionTable.ts'
import type {
  ActionEffects,
  ActionFacts,
  MessageAction,
  MessageActionId,
} from '../../../../web/actions/messageAction.ts'
import { actionItems, menuItems, toggleItems } from '../../../../web/components/actions/actionItems.ts'
import { en } from '../../../../web/i18n/en/index.ts'
import { BINDINGS } from '../../../../web/keyboard/bindings.ts'

const FACTS: ActionFacts = {
  flagged: false,
  seen: true,
  gone: false,
  withheld: false,
  folder: {
    canArchive: true,
    junk: 'to',
    restores: false,
    deletesForGood: false,
    takesLabels: true,
    scattered: false,
  },
  text: { form: 'html', choice: true },
}
const TARGET = { mailbox: { path: 'INBOX', uidValidity: '1' }, uids: [7] }
const texts: Record<string, string> = en.actions
const t = (key: string): string => texts[key.replace('actions.', '')] ?? ''
const actions: MessageAction[] = Object.values(MESSAGE_ACTIONS)

/** What is done, in words. */
function done(id: MessageActionId, facts: Partial<ActionFacts> = {}): unknown[] {
  const said: unknown[] = []
  const effects: ActionEffects = {
    messages: {
      archive: (target) => said.push('archive', target),
      toggleJunk: (target) => said.push('toggleJunk', target),
      askLabels: (target) => said.push('label', target),
      restore: (target) => said.push('restore', target),
      setFlag: (target, flag, { on }) => said.push(flag, on, target),
    },
    remove: (target) => said.push('remove', target),
    askPlace: (target, { copy }) => said.push(copy ? 'copy' : 'move', target),
    otherWay: (target) => said.push('otherWay', target),
    askFile: (target) => said.push('file', target),
    answer: (kind) => said.push(kind),
    look: (action) => said.push(action),
  }
  runAction(id, effects, { target: TARGET, facts: { ...FACTS, ...facts } })
  return said
}

describe('each action', () => {
  it.each<[MessageActionId, unknown[]]>([
    ['archive', ['archive', TARGET]],
    ['delete', ['remove', TARGET]],
    ['move', ['move', TARGET]],
    ['copy', ['copy', TARGET]],
    ['label', ['label', TARGET]],
    ['export', ['file', TARGET]],
    ['junk', ['toggleJunk', TARGET]],
    ['restore', ['restore', TARGET]],
    ['flag', ['\\Flagged', true, TARGET]],
    ['markRead', ['\\Seen', true, TARGET]],
    ['markUnread', ['\\Seen', false, TARGET]],
    ['otherWay', ['otherWay', TARGET]],
    ['reply', ['reply']],
    ['replyAll', ['replyAll']],
    ['forward', ['forward']],
    ['editAsNew', ['editAsNew']],
    ['form', ['form']],
    ['print', ['print']],
    ['save', ['save']],
    ['source', ['source']],
    ['headers', ['headers']],
    ['link', ['link']],
  ])('%s does what it says', (id, expected) => {
    expect(done(id)).toEqual(expected)
  })

  it('takes a flag away where every message has it', () => {
    expect(done('flag', { flagged: true })).toEqual(['\\Flagged', false, TARGET])
  })

  it('says that there is nothing to do where its effect is missing', () => {
    for (const { id } of actions) expect(runAction(id, {}, { target: TARGET, facts: FACTS }), id).toBe(false)
  })

  it('has a name, and is offered in some place', () => {
    const offered = new Set<MessageActionId>(Object.values(PLACES).flat())
    for (const { id, name } of actions) {
      expect(t(`actions.${name}`), id).not.toBe('')
      expect(offered.has(id), id).toBe(true)
    }
  })

  it('has its keys among the bindings, once', () => {
    const bound = BINDINGS.flatMap(({ keys }) => keys)
    expect(new Set(bound).size).toBe(bound.length)
    for (const { keys } of actions) for (const key of keys) expect(bound).toContain(key)
  })
})

describe('what is offered', () => {
  const labels = (facts: Partial<ActionFacts>, ids: readonly MessageActionId[] = PLACES.message): string[] =>
    actionItems(ids, { ...FACTS, ...facts }, t).map(({ label }) => label)
  const disabled = (facts: Partial<ActionFacts>): MessageActionId[] =>
    actionItems(PLACES.message, { ...FACTS, ...facts }, t)
      .filter((item) => item.disabled)
      .map(({ id }) => id)

  it('goes by the flags', () => {
    expect(labels({}, PLACES.row)).toEqual(['Archive', 'Delete', 'Flag', 'Mark as unread'])
    expect(labels({ flagged: true, seen: false }, PLACES.row)).toEqual([
      'Archive',
      'Delete',
      'Remove flag',
      'Mark as read',
    ])
  })

  it('has another way for what the server keeps to itself', () => {
    const last = (withheld: boolean): string | undefined => labels({ withheld }, PLACES.rowMenu).at(-1)
    expect(last(true)).toBe('Open in another way (marks as read)')
    expect(last(false)).toBe('Mark as unread')
  })

  it('goes by the folder', () => {
    const folder = {
      canArchive: false,
      junk: 'from' as const,
      restores: true,
      deletesForGood: true,
      takesLabels: false,
      scattered: false,
    }
    expect(labels({ folder }, PLACES.selection)).toEqual(['Restore', 'Delete for good', 'Move'])
    expect(labels({ folder }, PLACES.selectionMenu)).toEqual(['Not junk', 'Copy', 'Export…'])
    expect(labels({ folder: { ...folder, junk: undefined } }, PLACES.selectionMenu)).toEqual([
      'Copy',
      'Export…',
    ])
    const [remove] = actionItems(['delete'], { ...FACTS, folder }, t)
    expect(remove?.danger).toBe(true)
  })

  it('waits for the text, and is what a message that is gone still allows', () => {
    expect(disabled({ text: 'loading' })).toEqual([
      'reply',
      'replyAll',
      'forward',
      'editAsNew',
      'print',
      'headers',
    ])
    expect(disabled({ gone: true })).toEqual([
      'label',
      'flag',
      'markUnread',
      'junk',
      'block',
      'delete',
      'form',
      'save',
      'source',
    ])
    expect(done('delete', { gone: true })).toEqual([])
    expect(labels({ text: { form: 'plain', choice: true } })).toContain('Show as HTML')
    expect(labels({ text: { form: 'plain', choice: false } })).not.toContain('Show as HTML')
    expect(labels({ text: undefined })).not.toContain('Reply')
  })

  it('shows a toggle pressed, under one label', () => {
    for (const flagged of [true, false]) {
      const [item] = toggleItems(['flag'], { ...FACTS, flagged }, t)
      expect([item?.label, item?.pressed]).toEqual(['Flag', flagged])
    }
  })

  it('is divided in a menu, with keys where they act on the same messages', () => {
    const items = actionItems(['reply', 'flag', 'markUnread', 'print'], FACTS, t)
    const lines = menuItems(items, { shortcuts: true })
    expect(lines.filter(({ separated }) => separated).map(({ id }) => id)).toEqual(['flag', 'print'])
    expect(lines.map(({ shortcut }) => shortcut)).toEqual(['R', 'S', 'Shift+U', undefined])
    expect(menuItems(items, { shortcuts: false }).every(({ shortcut }) => shortcut === undefined)).toBe(true)
  })
})
