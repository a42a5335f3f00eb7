import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('create', (server) => {
  it('makes a mailbox that the server lists, and tells the page that the list changed', async () => {
    const user = server.user()
    const session = await user.signIn()
    expect(await session.run('create', { path: 'Projects' })).toEqual({ items: [], result: {} })
    expect((await user.paths()).all).toContain('Projects')
    await session.event('mailboxes')
    expect(session.wire.commands()).toEqual(['CREATE "Projects"'])
  })

  it('says what a mailbox is for where the server wants to know', async () => {
    const user = server.user()
    const session = await user.signIn()
    const { result } = await session.run('capability', {})
    await session.run('create', { path: 'Papelera', use: 'trash' })
    expect((await user.paths()).all).toContain('Papelera')
    const isWanted = result.capabilities.includes('CREATE-SPECIAL-USE')
    expect(session.wire.commands().filter((line) => line.startsWith('CREATE'))).toEqual([
      isWanted ? 'CREATE "Papelera" (USE (\\Trash))' : 'CREATE "Papelera"',
    ])
  })

  it('makes a mailbox inside another', async () => {
    const user = server.user()
    const session = await user.signIn()
    await session.run('create', { path: 'Projects/2026/Ponte' })
    expect((await user.paths()).all).toEqual(expect.arrayContaining(['Projects/2026/Ponte']))
  })

  it.each(HARD_NAMES)('makes a mailbox named %s', async (path) => {
    const user = server.user()
    const session = await user.signIn()
    await session.run('create', { path })
    expect((await user.paths()).all).toContain(path)
  })

  it('says mailboxExists in the server\u2019s own words', async () => {
    const user = server.user()
    const session = await user.signIn()
    await session.run('create', { path: 'Twice' })
    const error = await session.refused('create', { path: 'Twice' })
    expect(error.code).toBe('mailboxExists')
    expect(error.server).toBe(session.wire.lastTagged())
    expect(error.server).toMatch(/^NO .*exists/i)
  })

  it('sends nothing when the name holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'create', args: { path: 'Projects' } })
  })

  it('needs a signed-in session', async () => {
    const { client, close } = await server.bridge.connect()
    await expect(client.call('create', { path: 'x' })).rejects.toMatchObject({ code: 'notSignedIn' })
    close()
  })
})
