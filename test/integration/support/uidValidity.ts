import { expect } from 'vitest'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../../shared/protocol/registry.ts'
import { mail } from './mail.ts'
import type { ServerUnderTest } from './servers.ts'

type MessageCommand = Extract<
  CommandName,
  'copy' | 'expunge' | 'fetch' | 'fetchBody' | 'move' | 'search' | 'store'
>

/**
 * Rule C6: a command that knows its mailbox under another UIDVALIDITY fails with `uidValidityChanged` and nothing is
 * done, be the mailbox selected or not. `args` are of a command that would change or tell something of message 1.
 */
export async function holdsToUidValidity<Name extends MessageCommand>(
  server: ServerUnderTest,
  name: Name,
  args: Omit<ArgsInput<Commands[Name]>, 'mailbox'>,
): Promise<void> {
  const user = server.user()
  await (await user.other()).mailboxCreate('Renewed')
  await user.deliver('Renewed', { raw: mail(), flags: ['\\Deleted'] })
  const session = await user.signIn()
  await session.run('select', { path: 'INBOX' })
  const before = await user.ref('Renewed')
  await user.recreate('Renewed')
  await user.deliver('Renewed', { raw: mail({ subject: 'Another' }), flags: ['\\Deleted'] })
  const now = await user.ref('Renewed')
  expect(now.uidValidity).not.toBe(before.uidValidity)
  const truth = await user.messages('Renewed')

  const call = { ...args, mailbox: before } as unknown as ArgsInput<Commands[Name]>
  session.wire.reset()
  expect(await session.refused(name, call)).toMatchObject({ code: 'uidValidityChanged' })
  // The mailbox had to be selected to learn its UIDVALIDITY; not a word more.
  expect(session.wire.commands()).toEqual([
    server.has.condstore ? 'SELECT "Renewed" (CONDSTORE)' : 'SELECT "Renewed"',
  ])
  session.wire.reset()
  expect(await session.refused(name, call)).toMatchObject({ code: 'uidValidityChanged' })
  expect(session.wire.commands()).toEqual([])
  expect(await user.messages('Renewed')).toEqual(truth)
  expect(await user.messages('INBOX')).toEqual([])
}
