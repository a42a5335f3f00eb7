import { afterEach, describe, expect, it } from 'vitest'
import { paletteFor, type PaletteItem } from '../../../../web/components/keyboard/paletteItems.ts'
import { BINDINGS, matchKey, type Command } from '../../../../web/keyboard/bindings.ts'
import { bindingsOf, chooseKeys, conflicting, shownKey } from '../../../../web/keyboard/keymap.ts'

const NONE = { keymap: 'gmail', keys: {} } as const
afterEach(() => chooseKeys(NONE))

const commandOf = async (
  key: string,
  choice: Parameters<typeof bindingsOf>[0],
): Promise<Command | undefined> => {
  const match = matchKey(key, undefined, await bindingsOf(choice))
  return match.kind === 'found' ? match.command : undefined
}

describe('a keymap', () => {
  it('is Gmail’s unless told otherwise; Outlook’s has its own keys for all', async () => {
    expect(await bindingsOf(NONE)).toEqual(BINDINGS)
    const outlook = { keymap: 'outlook', keys: {} } as const
    expect(await commandOf('j', NONE)).toBe('next')
    expect(await commandOf('j', outlook)).toBe('junk')
    expect(await commandOf('Ctrl+.', outlook)).toBe('next')
    const keys = (await bindingsOf(outlook)).flatMap((binding) => binding.keys)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('takes what a person chose, and takes it from whose it was', async () => {
    const choice = { keymap: 'gmail', keys: { archive: 'y', reply: 'j', print: 'p p', flag: '' } } as const
    expect(await commandOf('y', choice)).toBe('archive')
    expect(await commandOf('e', choice)).toBeUndefined()
    expect(await commandOf('j', choice)).toBe('reply')
    expect(await commandOf('s', choice)).toBeUndefined()
    expect(matchKey('p', undefined, await bindingsOf(choice))).toEqual({ kind: 'begun', prefix: 'p' })
  })

  it('tells who has a key, also as the beginning of two', () => {
    expect(conflicting('k', 'archive')?.command).toBe('previous')
    expect(conflicting('g', 'archive')?.command).toBe('goInbox')
    expect(conflicting('e x', 'flag')?.command).toBe('archive')
    expect(conflicting('e', 'archive')).toBeUndefined()
    expect(conflicting('y', 'archive')).toBeUndefined()
  })

  it('is what buttons and menus show', async () => {
    expect([shownKey('archive'), shownKey('goInbox'), shownKey('copy')]).toEqual(['E', 'G I', undefined])
    await chooseKeys({ keymap: 'gmail', keys: { archive: 'Shift+y' } })
    expect(shownKey('archive')).toBe('Shift+Y')
  })
})

describe('the palette', () => {
  const item = (kind: PaletteItem['kind'], label: string, detail?: string): PaletteItem => ({
    id: `${kind} ${label}`,
    kind,
    label,
    ...(detail === undefined ? {} : { detail }),
    run: () => undefined,
  })
  const all = [
    item('message', 'Your archive is ready', 'Anna'),
    item('folder', 'Università', 'Study/Università'),
    item('folder', 'Archive'),
    item('action', 'Mark as read'),
    item('action', 'Archive'),
    item('person', 'José Marín', 'mail from jose@example.org'),
    item('search', 'Search mail'),
  ]
  const found = (typed: string): string[] => paletteFor(all, typed).map(({ id }) => id)

  it('begins with what can be done', () => {
    expect(found('')).toEqual(['action Mark as read', 'action Archive'])
  })
  it('finds by words in any order, without accents, actions before folders before mail; and offers to search', () => {
    expect(found('arch')).toEqual([
      'action Archive',
      'folder Archive',
      'message Your archive is ready',
      'search Search mail',
    ])
    expect(found('universita')).toEqual(['folder Università', 'search Search mail'])
    expect(found('marin jo')).toEqual(['person José Marín', 'search Search mail'])
  })
})
