import { describe, expect, it } from 'vitest'
import {
  BEHAVIOURS,
  BehaviourError,
  createSwitches,
  parseBehaviours,
  type Behaviour,
} from '../../../demo/behaviours.ts'
import { createQuirks } from '../../../demo/imap/quirks.ts'
import { createMailStore } from '../../../demo/imap/store.ts'
import type { SmtpQuirks } from '../../../demo/smtp/quirks.ts'

/** The switches of the demo by name: what `PONTE_DEMO_BEHAVIOUR` takes. */

const behaviours = Object.values<Behaviour>(BEHAVIOURS)

describe('the table', () => {
  it('has a name for every quirk of the IMAP server, and for every switch of the SMTP server', () => {
    const moved = behaviours.flatMap(({ imap }) => Object.keys(imap?.(1) ?? {}))
    expect([...new Set(moved)].sort()).toEqual(Object.keys(createQuirks()).sort())
    const smtp: Record<keyof SmtpQuirks, true> = {
      refusal: true,
      cut: true,
      maxBytes: true,
      announcesSize: true,
      sharedSignIn: true,
      sharedSentCopy: true,
    }
    const movedSmtp = behaviours.flatMap(({ smtp: quirks }) => Object.keys(quirks?.(1) ?? {}))
    expect([...new Set(movedSmtp)].sort()).toEqual(Object.keys(smtp).sort())
  })

  it('has none that does nothing, nor one that is as usual', () => {
    const usual = { ...createQuirks(), refusal: undefined, cut: undefined, maxBytes: 1e9 }
    for (const [name, { imap, smtp, folders }] of Object.entries<Behaviour>(BEHAVIOURS)) {
      const moved = { ...imap?.(1), ...smtp?.(1) }
      expect(folders ?? moved, name).not.toEqual(folders ? 'personal' : {})
      expect({ ...usual, ...moved, ...(folders && { folders }) }, name).not.toEqual(usual)
    }
  })
})

describe('what is written', () => {
  it('is names apart by commas or lines, with comments and amounts', () => {
    expect(parseBehaviours('')).toEqual([])
    expect(parseBehaviours('throttled, smtpAuthDisabled')).toEqual(['throttled', 'smtpAuthDisabled'])
    expect(parseBehaviours('# at work\nworkFolderNames\n\nserverUnavailable:3 # a while\n')).toEqual([
      'workFolderNames',
      'serverUnavailable:3',
    ])
  })

  it.each(['trottled', 'throttled:soon', 'throttled:', 'notConnected:3', 'constructor', 'throttled:-1'])(
    '%s is refused with the list of what there is',
    (text) => {
      const parse = (): unknown => parseBehaviours(`idle,${text}`)
      expect(parse).toThrow(BehaviourError)
      expect(parse).toThrow(JSON.stringify(text))
      for (const name of Object.keys(BEHAVIOURS)) expect(parse).toThrow(new RegExp(`^ {2}${name}[:[]`, 'm'))
    },
  )
})

describe('on a service that runs', () => {
  it('those that are set are on, and no others; none is as it was', () => {
    const imap = createQuirks({ idle: true })
    const smtp: SmtpQuirks = {
      refusal: undefined,
      cut: undefined,
      maxBytes: 35e6,
      announcesSize: true,
      sharedSignIn: false,
      sharedSentCopy: false,
    }
    const store = createMailStore()
    const account = store.ensureAccount('ada@demo.test')
    const paths = (): string[] => account.list().map(({ path }) => path)
    const before = paths()
    account.append('Sent', { raw: Buffer.from('Subject: kept\r\n\r\n') })
    const behave = createSwitches({ imap, smtp, store })

    behave(['serverUnavailable:2', 'smtpAuthDisabled:1', 'localisedFolderNames', 'smtpSizeAnnounced'])
    expect(imap).toMatchObject({ serverUnavailable: 2, idle: true })
    expect(smtp).toMatchObject({ refusal: { code: 535, times: 1 }, maxBytes: 1_000 })
    expect(paths()).toEqual(expect.arrayContaining(['Posta inviata', 'Posta eliminata', 'Bozze', 'Archivio']))
    expect(account.require('Posta inviata').messages).toHaveLength(1)

    behave(['workFolderNames'])
    expect(imap).toEqual(createQuirks({ idle: true }))
    expect(smtp).toMatchObject({ refusal: undefined, maxBytes: 35e6 })
    expect(paths()).toEqual(expect.arrayContaining(['Sent Items', 'Deleted Items', 'Junk Email', 'Archive']))

    behave([])
    expect(paths()).toEqual(before)
  })
})
