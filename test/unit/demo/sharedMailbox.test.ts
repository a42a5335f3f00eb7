import { expect, it } from 'vitest'
import { giulia, hana, mailboxFor, marco, team } from '../../../demo/identity/users.ts'

it('a token opens one’s own mailbox, by each of its addresses, and those that are shared with one', () => {
  const own = { mailbox: giulia.username, isShared: false }
  expect(mailboxFor(giulia.username, giulia.username.toUpperCase())).toEqual(own)
  expect(mailboxFor(giulia.username, 'giulia@ponte.example')).toEqual(own)
  expect(mailboxFor(marco.username, team.username)).toEqual({ mailbox: team.username, isShared: true })
  expect(mailboxFor(hana.username, team.username)).toBeUndefined()
  expect(mailboxFor(marco.username, giulia.username)).toBeUndefined()
  expect(mailboxFor(team.username, team.username)).toBeUndefined()
})
