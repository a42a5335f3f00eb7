import { describe, expect, it } from 'vitest'
import { readChip, splitTyped } from '../../../../web/components/compose/recipientChips.ts'

describe('what is typed into a recipient field', () => {
  it.each([
    ['anna@b.c', [], 'anna@b.c'],
    ['anna@b.c, ', ['anna@b.c'], ''],
    ['a@b.c; d@e.f\ng', ['a@b.c', 'd@e.f'], 'g'],
    ['"Rossi, Anna" <a@b.c>,x', ['"Rossi, Anna" <a@b.c>'], 'x'],
    ['"open, still', [], '"open, still'],
    ['"a \\" b, c" <a@b.c>;', ['"a \\" b, c" <a@b.c>'], ''],
    ['A (one, two) <a@b.c>, ', ['A (one, two) <a@b.c>'], ''],
    [' ,, ', [], ''],
  ])('%j', (value, finished, typing) => {
    const read = splitTyped(value)
    expect([read.finished, read.typing.trim()]).toEqual([finished, typing])
  })
  it('is shown by its name, or says why it is no address', () => {
    expect(readChip('"Rossi, Anna" <a@b.cd>')).toMatchObject({ label: 'Rossi, Anna', address: 'a@b.cd' })
    expect(readChip('a@b.cd')).toMatchObject({ label: 'a@b.cd', address: 'a@b.cd' })
    expect(readChip('nobody')).toMatchObject({ label: 'nobody', address: '', problem: { reason: 'noAt' } })
  })
})
