import { describe, expect, it } from 'vitest'
import { dayGroup, dayGroupName } from '../../../../web/components/message-list/listDates.ts'
import { placesFor } from '../../../../web/components/message-list/places.ts'
import { rowLayout } from '../../../../web/components/message-list/rowLayout.ts'

describe('day groups', () => {
  const now = new Date(2026, 10, 22, 12, 0)
  const name = (...parts: [number, number, number, number, number]): string | undefined => {
    const group = dayGroup(new Date(...parts).toISOString(), now)
    return group === undefined ? undefined : dayGroupName(group, 'en-GB', now)
  }

  it.each<[string, [number, number, number, number, number]]>([
    ['Today', [2026, 10, 22, 0, 0]],
    ['Yesterday', [2026, 10, 21, 23, 59]],
    ['Friday', [2026, 10, 20, 8, 0]],
    ['Monday', [2026, 10, 16, 8, 0]],
    ['15 November', [2026, 10, 15, 8, 0]],
    ['22 October', [2026, 9, 22, 8, 0]],
    ['September', [2026, 8, 30, 8, 0]],
    ['December 2025', [2025, 11, 24, 8, 0]],
  ])('%s', (expected, parts) => {
    expect(name(...parts)).toBe(expected)
  })

  it('are the same for all of a day, and none without a date', () => {
    const at = (hour: number) => dayGroup(new Date(2026, 10, 20, hour).toISOString(), now)
    expect(at(1)).toBe(at(23))
    expect([dayGroup(undefined, now), dayGroup('nonsense', now)]).toEqual([undefined, undefined])
  })
})

describe('places to move to', () => {
  const folders = [
    { path: 'INBOX', label: 'Inbox', level: 1 },
    { path: 'Clients', label: 'Clients', level: 1 },
    { path: 'Clients/Perché', label: 'Perché', level: 2 },
    { path: 'Archive/Inboxes', label: 'Old inboxes', level: 2 },
  ]
  const found = (text: string, recent: string[] = []) =>
    placesFor({ folders, recent, text }).map((place) => (place.recent ? '* ' : '') + place.label)

  it('are all, after those used last', () => {
    expect(found('', ['Clients/Perché', 'Gone'])).toEqual([
      '* Perché',
      'Inbox',
      'Clients',
      'Perché',
      'Old inboxes',
    ])
  })
  it('begin with what was typed, or hold it, whatever the accents', () => {
    expect(found('inb')).toEqual(['Inbox', 'Old inboxes'])
    expect(found('perche')).toEqual(['Perché'])
    expect(found('clients/')).toEqual(['Perché'])
    expect(found('zzz')).toEqual([])
  })
})

it('a compact row has one line where there is room', () => {
  expect([rowLayout('comfortable', 900), rowLayout('compact', 396), rowLayout('compact', 700)]).toEqual([
    'three',
    'two',
    'one',
  ])
})
