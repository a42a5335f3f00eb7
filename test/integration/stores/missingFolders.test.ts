import { expect, it } from 'vitest'
import { openAccount, subjects, type TestAccount } from '../support/account.ts'
import { letters } from '../support/mail.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'

describeEveryServer(
  'folders that the server lacks',
  (server) => {
    async function opened(): Promise<{ user: TestUser; account: TestAccount }> {
      const user = server.user()
      await user.deliver('INBOX', ...letters('one', 'two'))
      const account = await openAccount(server, user)
      await expect.poll(() => subjects(account)).toEqual(['two', 'one'])
      return { user, account }
    }
    const top = (account: TestAccount) => {
      const row = account.messages.rowAt(0)
      if (!row) throw new Error('no row')
      return row
    }
    /** Answers the question that is on screen, or comes next. */
    async function answer(account: TestAccount, yes: boolean): Promise<string> {
      await expect.poll(() => account.missing.question).toBeDefined()
      const { question } = account.missing
      question?.answer(yes)
      return `${question?.use} ${question?.name}`
    }
    const created = (): string[] =>
      server.tap.commands().filter((line) => /^(?:CREATE|SUBSCRIBE) /.test(line))

    it('are created once they are asked for, where the server keeps folders, and known again', async () => {
      const { user, account } = await opened()
      const before = created().length
      const archiving = account.actions.archive(top(account))
      expect(await answer(account, true)).toBe('archive Archive')
      await archiving
      await expect.poll(() => subjects(account)).toEqual(['one'])
      const deleting = account.actions.remove(top(account))
      expect(await answer(account, true)).toBe('trash Trash')
      await deleting
      expect(await user.messages('INBOX.Archive')).toHaveLength(1)
      expect(await user.messages('INBOX.Trash')).toHaveLength(1)
      expect(
        created()
          .slice(before)
          .map((line) => line.replace(/ \(USE.*/, '')),
      ).toEqual([
        'CREATE "INBOX.Archive"',
        'SUBSCRIBE "INBOX.Archive"',
        'CREATE "INBOX.Trash"',
        'SUBSCRIBE "INBOX.Trash"',
      ])
      await account.folders.load()
      expect(account.folders.pathFor('archive')).toBe('INBOX.Archive')
      expect(account.folders.pathFor('trash')).toBe('INBOX.Trash')
    })

    it('are not created where somebody says no, who is asked once and told what did not happen', async () => {
      const { user, account } = await opened()
      const before = created().length
      const archiving = account.actions.archive(top(account))
      await answer(account, false)
      await archiving
      expect(account.toasts.toast?.text).toBe('missing.declined.archive')
      account.toasts.dismiss()
      await account.actions.archive(top(account))
      expect(account.toasts.toast?.text).toBe('missing.declined.archive')
      expect(account.missing.question).toBeUndefined()
      // Without a folder for it deleting is for good, which the page asks about: not before.
      expect(account.actions.removesForGood(top(account))).toBe(false)
      const deleting = account.actions.remove(top(account))
      await answer(account, false)
      await deleting
      expect(account.actions.removesForGood(top(account))).toBe(true)
      expect(await user.messages('INBOX')).toHaveLength(2)
      expect(created()).toHaveLength(before)
    })

    it('are created once for all that ask at the same time', async () => {
      const { account } = await opened()
      const asked = [account.missing.ensure('sent'), account.missing.ensure('sent')]
      await answer(account, true)
      const there = { kind: 'there', path: 'INBOX.Sent' }
      expect(await Promise.all(asked)).toEqual([there, there])
      expect(await account.missing.ensure('sent')).toEqual(there)
    })
  },
  { servers: ['outlook', 'full'], folders: 'none' },
)
