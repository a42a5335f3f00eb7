import { expect, it } from 'vitest'
import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

const paths = (items: MailboxEntry[]): string[] => items.map((one) => one.path).sort()
const find = (items: MailboxEntry[], path: string): MailboxEntry | undefined =>
  items.find((one) => one.path === path)

describeEveryServer('list', (server) => {
  it('lists what the server has, each once', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Work', 'Work/2026', 'Work/2026/Ponte', ...HARD_NAMES])
      await other.mailboxCreate(path)
    const session = await user.signIn()
    const { items, result } = await session.run('list', {})
    expect(result).toEqual({})
    expect(session.wire.commands()).toEqual(['LIST "" "*"'])
    expect(paths(items)).toEqual((await user.paths()).all)
    expect(paths(items)).toEqual(expect.arrayContaining([...HARD_NAMES]))
    expect(find(items, 'Work/2026/Ponte')).toMatchObject({ name: 'Ponte', delimiter: '/', selectable: true })
    expect(find(items, 'Work/2026/Ponte')?.subscribed).toBeUndefined()
    expect(find(items, 'Work')?.flags).toContain('\\HasChildren')
    for (const path of HARD_NAMES) expect(find(items, path)?.name).toBe(path)
  })

  it('finds the special folders by the flags the server shows, advertised or not', async () => {
    const user = server.user()
    const session = await user.signIn()
    const { items } = await session.run('list', {})
    const uses = Object.fromEntries(
      items.filter((one) => one.specialUse).map((one) => [one.specialUse, [one.path, one.specialUseSource]]),
    )
    expect(uses).toEqual({
      inbox: ['INBOX', 'name'],
      drafts: ['Drafts', 'flag'],
      sent: ['Sent', 'flag'],
      junk: ['Junk', 'flag'],
      trash: [server.name === 'demo' ? 'Deleted' : 'Trash', 'flag'],
      // Outlook shows no flag on Archive; its name tells.
      archive: ['Archive', server.name === 'demo' ? 'name' : 'flag'],
    })
  })

  it('gives each use to one folder: flags before names, the shallowest name first', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Posta inviata', 'Bozze', 'Deep/er/Archivio']) await other.mailboxCreate(path)
    const session = await user.signIn()
    const { items } = await session.run('list', {})
    for (const path of ['Posta inviata', 'Bozze', 'Deep/er/Archivio'])
      expect(find(items, path)?.specialUse).toBeUndefined()
  })

  it('narrows by pattern and reference', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Work', 'Work/a', 'Work/a/b', 'Workshop']) await other.mailboxCreate(path)
    const session = await user.signIn()
    const list = async (args: { pattern?: string; reference?: string }): Promise<string[]> =>
      paths((await session.run('list', args)).items)
    expect(await list({ pattern: 'Work*' })).toEqual(['Work', 'Work/a', 'Work/a/b', 'Workshop'])
    expect(await list({ pattern: 'Work/%' })).toEqual(['Work/a'])
    expect(await list({ pattern: '%' })).toEqual(expect.arrayContaining(['INBOX', 'Work', 'Workshop']))
    expect(await list({ pattern: '%' })).not.toContain('Work/a')
    expect(await list({ reference: 'Work/', pattern: '*' })).toEqual(['Work/a', 'Work/a/b'])
    expect(await list({ pattern: 'Nothing/*' })).toEqual([])
  })

  it.each(HARD_NAMES)('finds by its name alone the mailbox %s', async (path) => {
    const user = server.user()
    await (await user.other()).mailboxCreate(path)
    const session = await user.signIn()
    expect(paths((await session.run('list', { pattern: path })).items)).toEqual([path])
  })

  it('tells what is subscribed when asked, with one LSUB', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Yes', 'No']) await other.mailboxCreate(path)
    await other.mailboxSubscribe('Yes')
    await other.mailboxUnsubscribe('No')
    const session = await user.signIn()
    const { items } = await session.run('list', { subscriptions: true })
    expect(session.wire.commands()).toEqual(['LIST "" "*"', 'LSUB "" "*"'])
    // imapflow counts INBOX as subscribed whatever the server says.
    const truth = (await user.paths()).subscribed.filter((path) => path !== 'INBOX')
    expect(paths(items.filter((one) => one.subscribed && one.path !== 'INBOX'))).toEqual(truth)
    expect(find(items, 'Yes')?.subscribed).toBe(true)
    expect(find(items, 'No')?.subscribed).toBe(false)
  })

  it('says that a name without a mailbox cannot be selected', async () => {
    const user = server.user()
    const other = await user.other()
    await other.mailboxCreate('Parent/Child')
    // Dovecot makes no mailbox of the parent; where one is made it goes again, and its name stays.
    const parent = (await other.list()).find((one) => one.path === 'Parent')
    if (![...(parent?.flags ?? [])].some((flag) => /noselect/i.test(flag)))
      await other.mailboxDelete('Parent')
    const session = await user.signIn()
    const { items } = await session.run('list', {})
    expect(find(items, 'Parent')).toMatchObject({ selectable: false })
    expect(find(items, 'Parent/Child')).toMatchObject({ selectable: true })
  })

  it('sends nothing when an argument holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'list', args: { reference: 'a', pattern: '*' } })
  })
})
