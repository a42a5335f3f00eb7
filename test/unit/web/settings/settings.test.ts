import { describe, expect, it } from 'vitest'
import { LIST_WIDTH } from '../../../../web/stores/kit/limits.ts'
import { parseView, resolveTheme } from '../../../../web/stores/kit/settings.ts'

const DEFAULTS = {
  theme: 'system',
  density: 'comfortable',
  language: 'system',
  undoSendSeconds: 5,
  keepMail: true,
  sideWidth: undefined,
  listWidth: undefined,
}

describe('parseView', () => {
  it('keeps what is known', () => {
    const view = {
      theme: 'dark',
      density: 'compact',
      language: 'it',
      undoSendSeconds: 20,
      keepMail: false,
      sideWidth: 250,
      listWidth: 500,
    }
    expect(parseView(JSON.stringify(view))).toEqual(view)
  })
  it.each([
    null,
    '',
    'x',
    '[]',
    'null',
    '3',
    '{"theme":"pink","density":1,"language":"xx","undoSendSeconds":7,"sideWidth":"wide"}',
  ])('takes the defaults for %s', (stored) => {
    expect(parseView(stored)).toEqual(DEFAULTS)
  })
  it('takes no width out of bounds', () => {
    expect(parseView(JSON.stringify({ sideWidth: 5, listWidth: LIST_WIDTH.max + 1 }))).toEqual(DEFAULTS)
  })
})

describe('resolveTheme', () => {
  const bright = { dark: false, moreContrast: false }
  it.each([
    ['system', bright, { theme: 'light', contrast: 'normal' }],
    ['system', { dark: true, moreContrast: true }, { theme: 'dark', contrast: 'more' }],
    ['light', { dark: true, moreContrast: false }, { theme: 'light', contrast: 'normal' }],
    ['dark', { dark: false, moreContrast: true }, { theme: 'dark', contrast: 'more' }],
    ['contrast', bright, { theme: 'light', contrast: 'more' }],
    ['contrast', { dark: true, moreContrast: false }, { theme: 'dark', contrast: 'more' }],
  ] as const)('%s on %j', (theme, system, expected) => {
    expect(resolveTheme(theme, system)).toEqual(expected)
  })
})
