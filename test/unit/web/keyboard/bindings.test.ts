import { describe, expect, it } from 'vitest'
import { BINDINGS, keyOf, matchKey, type KeyPress } from '../../../../web/keyboard/bindings.ts'
import { hands } from '../../../../web/i18n/en/hands.ts'
import { en } from '../../../../web/i18n/en/index.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

describe('keys', () => {
  it.each<[KeyPress, string | undefined]>([
    [press('j'), 'j'],
    // Caps lock.
    [press('J'), 'j'],
    [press('U', { shiftKey: true }), 'Shift+u'],
    [press('a', { ctrlKey: true }), 'Ctrl+a'],
    [press('a', { metaKey: true }), 'Ctrl+a'],
    // Which keys make these differs between keyboards.
    [press('?', { shiftKey: true }), '?'],
    [press('#'), '#'],
    [press('/', { shiftKey: true }), '/'],
    [press('Enter', { shiftKey: true }), 'Shift+Enter'],
    // AltGr and Option write letters.
    [press('@', { altKey: true, ctrlKey: true }), undefined],
  ])('%j', (event, expected) => {
    expect(keyOf(event)).toBe(expected)
  })

  it('find their command, also as two in a row', () => {
    expect(matchKey('j', undefined)).toEqual({ kind: 'found', command: 'next' })
    expect(matchKey('g', undefined)).toEqual({ kind: 'begun', prefix: 'g' })
    expect(matchKey('i', 'g')).toEqual({ kind: 'found', command: 'goInbox' })
    expect(matchKey('s', 'g')).toEqual({ kind: 'found', command: 'goSent' })
    expect(matchKey('s', undefined)).toEqual({ kind: 'found', command: 'flag' })
    // The second key counts for itself when the two mean nothing.
    expect(matchKey('j', 'g')).toEqual({ kind: 'found', command: 'next' })
    expect(matchKey('q', undefined)).toEqual({ kind: 'none' })
  })

  it('are each bound once, and have a name', () => {
    const keys = BINDINGS.flatMap((binding) => binding.keys)
    expect(new Set(keys).size).toBe(keys.length)
    const texts: Record<string, unknown> = Object.fromEntries([
      ...Object.entries(hands.keyboard).map(([key, text]) => [`hands.keyboard.${key}`, text]),
      ...Object.entries(en.actions).map(([key, text]) => [`actions.${key}`, text]),
    ])
    expect(BINDINGS.filter(({ label }) => typeof texts[label] !== 'string')).toEqual([])
  })
})
