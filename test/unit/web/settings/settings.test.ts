import { beforeEach, describe, expect, it } from 'vitest'
import { LIST_WIDTH } from '../../../../web/stores/kit/limits.ts'
import {
  createSettings,
  forgetPersonal,
  parseSettings,
  resolveTheme,
  SETTINGS_KEY,
} from '../../../../web/stores/kit/settings.ts'
import { memoryStorage } from '../../../support/memoryStorage.ts'

const VIEW = {
  theme: 'system',
  density: 'comfortable',
  reading: 'beside',
  language: 'system',
  undoSendSeconds: 5,
  keepMail: true,
  keymap: 'gmail',
  keys: {},
  swipes: { forwards: 'archive', backwards: 'delete' },
  stripTracking: true,
  sideWidth: undefined,
  listWidth: undefined,
}
const PERSONAL = {
  conversations: true,
  format: 'rich',
  collapsed: {},
  senders: {},
  writing: {},
  organising: {},
  favourites: {},
  pictures: 'allowed',
  receipts: 'ask',
  pictureSenders: {},
}

describe('parseSettings', () => {
  it('takes what it knows', () => {
    const settings = {
      view: {
        theme: 'dark',
        density: 'compact',
        reading: 'over',
        language: 'it',
        undoSendSeconds: 20,
        keepMail: false,
        keymap: 'outlook',
        keys: { archive: 'y', print: '' },
        swipes: { forwards: 'read', backwards: 'none' },
        stripTracking: false,
        sideWidth: 250,
        listWidth: 500,
      },
      personal: {
        conversations: false,
        format: 'plain',
        collapsed: { me: ['Clients'] },
        senders: { me: [{ name: 'Anna', address: 'anna@b.c' }] },
        writing: { me: { forgotten: ['old@b.c'] } },
        organising: { me: { labels: [] } },
        favourites: { me: ['INBOX'] },
        pictures: 'ask',
        receipts: 'never',
        pictureSenders: { me: ['news@shop.example'] },
      },
    }
    expect(parseSettings(JSON.stringify(settings))).toEqual(settings)
  })
  it.each([
    null,
    '',
    'x',
    '[]',
    'null',
    '3',
    '{"view":3,"personal":"x"}',
    '{"view":{"theme":"pink","density":1,"language":"xx","undoSendSeconds":7,"sideWidth":"wide"}}',
    '{"personal":{"pictures":"always","pictureSenders":{"me":[3]},"format":"pdf","conversations":1,"collapsed":{"me":"all","you":[3]}}}',
    '{"view":{"keymap":"vim","keys":{"archive":7},"swipes":{"forwards":"burn"}}}',
  ])('takes the defaults for %s', (stored) => {
    expect(parseSettings(stored)).toEqual({ view: VIEW, personal: PERSONAL })
  })
  it('takes no width out of bounds', () => {
    const view = { sideWidth: 5, listWidth: LIST_WIDTH.max + 1 }
    expect(parseSettings(JSON.stringify({ view })).view).toEqual(VIEW)
  })
})

describe('settings', () => {
  let storage: Storage
  beforeEach(() => {
    storage = memoryStorage()
  })

  it('last over a reload', () => {
    const settings = createSettings(storage)
    settings.change({ theme: 'dark' })
    settings.changePersonal({ format: 'plain' })
    settings.setCollapsed('me', 'Clients', true)
    settings.setCollapsed('me', 'Travel', true)
    settings.setCollapsed('me', 'Clients', false)
    const reloaded = createSettings(storage)
    expect(reloaded.view.value.theme).toBe('dark')
    expect(reloaded.personal.value).toEqual({ ...PERSONAL, format: 'plain', collapsed: { me: ['Travel'] } })
    expect(Object.keys(storage)).toEqual([SETTINGS_KEY])
  })

  it('changed in two tabs do not overwrite each other', () => {
    const [one, other] = [createSettings(storage), createSettings(storage)]
    one.change({ theme: 'dark' })
    other.changePersonal({ conversations: false })
    other.takeStored(storage.getItem(SETTINGS_KEY))
    expect(other.view.value.theme).toBe('dark')
    expect(createSettings(storage).view.value.theme).toBe('dark')
    expect(createSettings(storage).personal.value.conversations).toBe(false)
  })

  it('of earlier versions move under the one key, once', () => {
    storage.setItem('ponte.view', '{"theme":"dark"}')
    storage.setItem('ponte.reading', '{"conversations":false}')
    storage.setItem('ponte.compose.format', 'plain')
    storage.setItem('ponte.folders.me', '["Clients"]')
    storage.setItem('ponte.searches.me', '["lunch"]')
    const settings = createSettings(storage)
    expect(settings.view.value.theme).toBe('dark')
    expect(settings.personal.value).toEqual({
      ...PERSONAL,
      conversations: false,
      format: 'plain',
      collapsed: { me: ['Clients'] },
    })
    expect(Object.keys(storage).sort()).toEqual(['ponte.searches.me', SETTINGS_KEY])
    settings.change({ theme: 'light' })
    storage.setItem('ponte.view', '{"theme":"dark"}')
    expect(createSettings(storage).view.value.theme).toBe('light')
  })

  it('of a person go with signing out; how the page looks stays', () => {
    const settings = createSettings(storage)
    settings.change({ sideWidth: 286 })
    settings.setCollapsed('me', 'Clients', true)
    forgetPersonal(storage)
    expect(storage.getItem(SETTINGS_KEY)).not.toContain('Clients')
    expect(createSettings(storage).view.value.sideWidth).toBe(286)
  })

  it('leave nothing behind where nothing was changed', () => {
    createSettings(storage)
    forgetPersonal(storage)
    expect(Object.keys(storage)).toEqual([])
  })

  it('last as long as the page where the storage refuses', () => {
    const refusing = new Proxy(storage, {
      get: () => () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    })
    const settings = createSettings(refusing)
    settings.change({ theme: 'dark' })
    settings.setCollapsed('me', 'Clients', true)
    expect(settings.view.value.theme).toBe('dark')
    expect(settings.personal.value.collapsed).toEqual({ me: ['Clients'] })
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
