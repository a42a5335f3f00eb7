import { describe, expect, it } from 'vitest'
import {
  entriesOf,
  isWhole,
  readChip,
  splitTyped,
} from '../../../../web/components/compose/recipientChips.ts'

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

describe('entries', () => {
  it.each([
    ['Team: Anna <a@b.cd>', ['Anna <a@b.cd>']],
    ['Team: a@b.cd, d@e.fg', ['a@b.cd', 'd@e.fg']],
    ['undisclosed-recipients:', []],
    ['"Rossi, Anna" <a@b.cd>', ['"Rossi, Anna" <a@b.cd>']],
    ['anna@bücher.example', ['anna@bücher.example']],
    ['nobody', ['nobody']],
  ])('%j are %j', (text, expected) => expect(entriesOf([text])).toEqual(expected))

  it.each([
    ['anna@b.cd', true],
    ['Anna <anna@b.cd>', true],
    ['anna@[127.0.0.1]', true],
    ['anna@exa', false],
    ['anna', false],
  ])('%j is a whole address: %s', (text, expected) => expect(isWhole(text)).toBe(expected))

  it('say when not every server takes them', () => {
    expect(readChip('zoë@b.cd').international).toBe(true)
    expect(readChip('zoe@bücher.example').international).toBeUndefined()
  })
})
