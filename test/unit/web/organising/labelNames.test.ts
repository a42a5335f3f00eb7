import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { flag } from '../../../../shared/protocol/values.ts'
import {
  isLabel,
  isSameName,
  keywordFor,
  labelsFrom,
  plainLabel,
} from '../../../../web/stores/organising/labelNames.ts'

const t = (key: string): string => key.replace('labels.known.', '')

describe('labels', () => {
  it('are what people mean something by, not what programs tell each other', () => {
    const flags = ['\\Seen', '$Forwarded', '$MDNSent', 'NonJunk', '$Junk', '$label1', 'invoices', '$has_cal']
    expect(flags.filter(isLabel)).toEqual(['$label1', 'invoices'])
  })

  it('have the names Thunderbird gives its own, and else their keyword as a name', () => {
    expect(plainLabel('$Label4', t)).toEqual({ keyword: '$Label4', name: 'toDo', colour: 'blue' })
    expect(plainLabel('tax_2026', t).name).toBe('tax 2026')
    expect(plainLabel('tax_2026', t).colour).toBe(plainLabel('TAX_2026', t).colour)
  })

  it.each(['Tax 2026', 'Für später', '京都', 'a"b(c)\\*', '[x]', 'x'.repeat(300)])(
    'make an atom that servers take of %s',
    (name) => {
      const keyword = keywordFor(name)
      expect(v.is(flag, keyword), keyword).toBe(true)
      expect(keyword).toMatch(/^[\w-]{1,40}$/)
    },
  )

  it('are the same whatever their case and accents', () => {
    expect(isSameName(' Caffè ', 'caffe')).toBe(true)
    expect(keywordFor('Caffè')).toBe('caffe')
  })

  it('are read from anything', () => {
    expect(labelsFrom(undefined)).toEqual([])
    expect(
      labelsFrom([{ keyword: 'x', name: 'X', colour: 'loud' }, { keyword: '\\Seen', name: 'S' }, 7]),
    ).toEqual([{ keyword: 'x', name: 'X', colour: 'grey' }])
  })
})
