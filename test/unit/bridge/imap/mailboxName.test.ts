import { describe, expect, it } from 'vitest'
import { isMailboxName } from '../../../../bridge/imap/mailboxName.ts'

describe('a name of a mailbox', () => {
  it.each([
    'INBOX',
    'Work/2026',
    'Tom &- Jerry',
    'Caff&AOg-',
    '&AOkA6A-&AOk-',
    '&ZeVnLIqe-',
    '&2D3eAA-',
    'with "quotes" and \\',
    // Servers that send UTF-8 unasked take it back.
    'Caffè',
  ])('that commands can send back: %j', (name) => {
    expect(isMailboxName(name)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['a shift that does not end', 'Caff&AOg'],
    ['an ampersand by itself', 'Tom & Jerry'],
    ['half a character', '&AA-'],
    ['half a surrogate pair', '&2D0-'],
    ['what is not base64', 'Caff&!!!-'],
    ['a line break', 'one\r\ntwo'],
    ['an encoded line break', 'one&AA0ACg-two'],
    ['bytes that were no UTF-8', 'Caff\ufffd'],
  ])('that is none: %s', (_what, name) => {
    expect(isMailboxName(name)).toBe(false)
  })
})
