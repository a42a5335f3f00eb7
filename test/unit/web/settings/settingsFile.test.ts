import { reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import { createSettings, parseSettings, SETTINGS_VERSION } from '../../../../web/stores/kit/settings.ts'
import type { SettingsStore } from '../../../../web/stores/kit/settings.ts'
import { readSettings, takeSettings, writeSettings } from '../../../../web/stores/compose/settingsFile.ts'
import { createWriting } from '../../../../web/stores/compose/writingSettings.ts'
import { memoryStorage } from '../../../support/memoryStorage.ts'

const DOC = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Anna' }] }] }
const SETTINGS = parseSettings(
  JSON.stringify({
    view: { theme: 'dark', keys: { archive: 'y' }, undoSendSeconds: 20 },
    personal: {
      receipts: 'never',
      collapsed: { 'oidc anna@x.example': ['Clients'], other: ['Secret'] },
      favourites: { 'oidc anna@x.example': ['Clients'] },
      organising: { 'oidc anna@x.example': { labels: [] } },
      senders: { 'oidc anna@x.example': [{ name: 'Anna', address: 'anna@x.example' }] },
      pictureSenders: { 'oidc anna@x.example': ['friend@y.example'] },
      writing: {
        'oidc anna@x.example': {
          forgotten: ['enemy@y.example'],
          signatures: { 'anna@x.example': { doc: DOC, below: true } },
          templates: [{ id: 't', name: 'Offer', subject: 'The offer', doc: DOC }],
        },
      },
    },
  }),
)
const written = () => writeSettings(SETTINGS, 'oidc anna@x.example')
const changed = (change: (file: Record<string, Record<string, unknown>>) => void) => {
  const file = JSON.parse(written()) as Record<string, Record<string, unknown>>
  change(file)
  return JSON.stringify(file)
}

function elsewhere() {
  const settings = reactive(createSettings(memoryStorage())) as unknown as SettingsStore
  settings.change({ theme: 'light', density: 'compact' })
  return { settings, writing: reactive(createWriting('b', settings)) }
}

describe('a file of settings', () => {
  it('brings all of an account’s settings to another one, and nobody else’s addresses', () => {
    expect(written()).not.toMatch(/friend|enemy|Secret|oidc/)
    const read = readSettings(written(), 'b')
    expect(read).toMatchObject({ kind: 'settings', unknown: [] })
    const there = elsewhere()
    if (read.kind === 'settings') takeSettings(read, there)
    expect(there.settings.view).toMatchObject(SETTINGS.view)
    expect(there.settings.personal).toMatchObject({ receipts: 'never', collapsed: { b: ['Clients'] } })
    expect(there.settings.personal.senders).toEqual({ b: [{ name: 'Anna', address: 'anna@x.example' }] })
    expect(there.writing.now.signatures).toEqual({ 'anna@x.example': { doc: DOC, below: true } })
    expect(there.writing.now.templates).toMatchObject([{ id: 't', name: 'Offer' }])
  })

  it('leaves what other accounts have set, whatever it is of', () => {
    const there = elsewhere()
    there.settings.setFavourite('c', 'Kept', true)
    there.settings.setCollapsed('c', 'Kept', true)
    there.settings.changeOrganising('c', () => ({ labels: ['kept'] }))
    const read = readSettings(written(), 'b')
    if (read.kind === 'settings') takeSettings(read, there)
    expect(there.settings.personal).toMatchObject({
      favourites: { b: ['Clients'], c: ['Kept'] },
      collapsed: { b: ['Clients'], c: ['Kept'] },
      organising: { b: { labels: [] }, c: { labels: ['kept'] } },
    })
  })

  it('names what is not known, or not of its type, and leaves that as it is here', () => {
    const file = changed(({ view, personal, account }) => {
      Object.assign(view ?? {}, { theme: 'pink', wallpaper: 'cats' })
      Object.assign(personal ?? {}, { token: 'eyJ' })
      Object.assign(account ?? {}, { senders: [{ name: 'X', address: 'nobody' }] })
      const broken = { doc: { type: 'doc', content: [null] }, below: false }
      Object.assign((account?.['writing'] ?? {}) as object, { signatures: { 'b@x.example': broken } })
    })
    const read = readSettings(file, 'b')
    expect(read).toMatchObject({
      kind: 'settings',
      unknown: [
        'view.theme',
        'view.wallpaper',
        'personal.token',
        'account.senders',
        'account.writing.signatures.b@x.example',
      ],
    })
    const there = elsewhere()
    if (read.kind === 'settings') takeSettings(read, there)
    expect(there.settings.view).toMatchObject({ theme: 'light', undoSendSeconds: 20 })
    expect(JSON.stringify(there.settings.personal)).not.toMatch(/token|nobody/)
    expect(there.writing.now.signatures).toEqual({})
  })

  it('leaves alone what it does not have', () => {
    const read = readSettings(
      JSON.stringify({ type: 'ponte-settings', version: 1, view: { keepMail: false } }),
      'b',
    )
    expect(read).toEqual({
      ...{ kind: 'settings', view: { keepMail: false }, personal: {}, writing: {}, unknown: [] },
    })
    const there = elsewhere()
    if (read.kind === 'settings') takeSettings(read, there)
    expect(there.settings.view).toMatchObject({ theme: 'light', density: 'compact', keepMail: false })
  })

  it.each([
    ['notSettings', ''],
    ['notSettings', '[]'],
    ['notSettings', '{"type":"ponte-settings"}'],
    ['notSettings', '{"version":1,"view":{}}'],
    ['newer', JSON.stringify({ type: 'ponte-settings', version: SETTINGS_VERSION + 1 })],
  ])('is refused as %s: %s', (problem, text) => {
    expect(readSettings(text, 'b')).toEqual({ kind: 'problem', problem })
  })
})
