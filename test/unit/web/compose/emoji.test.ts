import { describe, expect, it } from 'vitest'
import { findEmoji, loadEmoji, typedName } from '../../../../web/editor/emoji.ts'

const found = async (language: string, typed: string) =>
  findEmoji(await loadEmoji(language), typed, 6).map(({ char }) => char)

describe('the name of an emoji', () => {
  it.each([
    [':smi', { name: 'smi', whole: false, length: 4 }],
    ['Hello :+1:', { name: '+1', whole: true, length: 4 }],
    ['(:città', { name: 'città', whole: false, length: 6 }],
    ['at 10:30', undefined],
    ['https://x', undefined],
    ['so: yes', undefined],
    [':s', undefined],
    ['a:smile', undefined],
  ])('before the caret in %j', (before, typed) => {
    expect(typedName(before)).toEqual(typed)
  })

  it('is known in both languages, by what chats call it first', async () => {
    expect((await found('en', 'smile'))[0]).toBe('😄')
    expect((await found('en', '+1'))[0]).toMatch(/^👍/)
    expect(await found('en', 'smi')).toContain('😄')
    expect(await found('it', 'bandiera italia')).toEqual(['🇮🇹'])
    expect(await found('it', 'CAFFE')).toContain('☕️')
    expect((await found('it', 'smile'))[0]).toBe('😄')
    expect(await found('en', 'nothing of the kind')).toEqual([])
    // Letters of the alphabet as flags are made of are none.
    expect((await loadEmoji('en'))[0]?.char).toBe('😀')
  })
})
