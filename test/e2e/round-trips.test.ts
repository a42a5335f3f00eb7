import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { LARGE_MAILBOX, measureRoundTrips, type RoundTrips } from '../bench/roundTrips.ts'
import { startApp, type App } from '../support/app.ts'
import { WHOLE } from '../support/whole.ts'

/** Enough that a list asks for more of it than it has; the counts are the same for any that is larger. */
const MESSAGES = WHOLE ? LARGE_MAILBOX : 20_000

/** Counts, on the poorest server: no capability is told unasked, nothing is indexed. */
describe('round trips to the mail server', () => {
  let app: App
  let measured: RoundTrips

  beforeAll(async () => {
    // Nothing is asked for that was not pressed: the next look for news comes after the test.
    app = await startApp({ profile: 'outlook', kinds: ['oidc'], delayMs: 25, pollIntervalMs: 600_000 })
    app.dovecot.seedBulk(giulia.username, 'INBOX', MESSAGES)
    app.dovecot.append(
      giulia.username,
      'Archive',
      'Subject: Archived\r\nFrom: anna@ponte.example\r\n\r\nOld.\r\n',
    )
    const opened = await app.signIn()
    measured = await measureRoundTrips(app, opened.page)
    opened.expectQuiet()
    await opened.close()
  })
  afterAll(() => app.stop())

  it('from the token to rows: at most 10, with TCP and TLS', () => {
    expect(measured.signIn.waitedFor.length, measured.signIn.waitedFor.join('\n')).toBeLessThanOrEqual(10)
  })

  it('opening an unread message whose row is shown: 1', () => {
    expect(measured.openUnread.waitedFor, measured.openUnread.waitedFor.join('\n')).toHaveLength(1)
  })

  it('switching folder: at most 2', () => {
    expect(
      measured.switchFolder.waitedFor.length,
      measured.switchFolder.waitedFor.join('\n'),
    ).toBeLessThanOrEqual(2)
  })

  it('jumping to the middle of a large folder: 1', () => {
    expect(measured.jumpToMiddle.waitedFor, measured.jumpToMiddle.waitedFor.join('\n')).toHaveLength(1)
  })
})
