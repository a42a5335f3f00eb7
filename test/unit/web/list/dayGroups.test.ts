import { describe, expect, it } from 'vitest'
import { arrivalDays, newestDate } from '../../../../web/components/message-list/dayGroups.ts'
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

describe('days in arrival order', () => {
  const now = new Date(2026, 10, 22, 12, 0)
  const at = (day: number, month = 10) => new Date(2026, month, day, 8).toISOString()
  type Line = string | undefined | { member: string }
  /** The headings from the top, as [index, name]; what is above the first row is not drawn there. */
  function headings(
    lines: Line[],
    { before, descending = true }: { before?: string; descending?: boolean } = {},
  ) {
    const days = arrivalDays({
      first: 0,
      last: lines.length - 1,
      rowAt(index) {
        const line = lines[index]
        if (line === undefined) return undefined
        return typeof line === 'string' ? { date: line, member: false } : { date: line.member, member: true }
      },
      before,
      descending,
      now,
    })
    return lines.flatMap((_, index) => {
      const day = days.get(index)
      if (day === undefined || day === days.get(index - 1)) return []
      return [[index, dayGroupName(day, 'en-GB', now)]]
    })
  }

  it('begin where the day changes', () => {
    expect(headings([at(22), at(22), at(21), at(20)])).toEqual([
      [0, 'Today'],
      [2, 'Yesterday'],
      [3, 'Friday'],
    ])
  })

  it.each<[string, Line[], { before?: string; descending?: boolean }]>([
    ['on top', [at(5), at(22), at(22), at(21)], {}],
    ['between others of today', [at(22), at(5), at(4, 8), at(22), at(21)], {}],
    ['with today’s other rows out of sight', [at(5), at(22), at(5)], { before: at(22) }],
    ['at the bottom, oldest first', [at(21), at(22), at(5)], { descending: false }],
    [
      'with its conversation unfolded',
      [{ member: at(5) }, at(22), { member: at(4) }, { member: at(3) }, at(21)],
      {},
    ],
  ])('keep one heading each with an old message put back %s', (_name, lines, options) => {
    const names = headings(lines, options).map(([, name]) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names).not.toContain('5 November')
    expect(names).toContain('Today')
  })

  it('do not end with a date in the future', () => {
    expect(headings([at(22), at(21), at(5, 11), at(20)])).toEqual([
      [0, 'Today'],
      [1, 'Yesterday'],
      [2, 'Friday'],
    ])
    expect(newestDate([at(20), undefined, at(5, 11), at(21)], now.toISOString())).toBe(at(21))
  })

  it('leave out rows that are not known', () => {
    expect(headings([at(22), undefined, at(21)])).toEqual([
      [0, 'Today'],
      [2, 'Yesterday'],
    ])
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
