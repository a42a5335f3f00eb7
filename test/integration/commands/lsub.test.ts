import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { HARD_NAMES } from '../support/names.ts'
import { describeEveryServer } from '../support/servers.ts'

describeEveryServer('lsub', (server) => {
  it('lists what is subscribed and nothing else', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Yes', 'No', ...HARD_NAMES]) await other.mailboxCreate(path)
    for (const path of ['Yes', ...HARD_NAMES]) await other.mailboxSubscribe(path)
    await other.mailboxUnsubscribe('No')
    const session = await user.signIn()
    const { items, result } = await session.run('lsub', {})
    expect(result).toEqual({})
    expect(session.wire.commands()).toEqual(['LSUB "" "*"'])
    const paths = items.map((one) => one.path)
    expect(paths).toEqual(expect.arrayContaining(['Yes', 'Sent', ...HARD_NAMES]))
    expect(paths).not.toContain('No')
    expect(items.every((one) => one.subscribed)).toBe(true)
  })

  it('narrows by pattern and reference', async () => {
    const user = server.user()
    const other = await user.other()
    for (const path of ['Work', 'Work/a', 'Work/a/b']) {
      await other.mailboxCreate(path)
      await other.mailboxSubscribe(path)
    }
    const session = await user.signIn()
    const lsub = async (args: { pattern?: string; reference?: string }): Promise<string[]> =>
      (await session.run('lsub', args)).items.map((one) => one.path).sort()
    expect(await lsub({ pattern: 'Work/%' })).toEqual(['Work/a'])
    expect(await lsub({ reference: 'Work/', pattern: '*' })).toEqual(['Work/a', 'Work/a/b'])
  })

  it('tells a parent that only stands for its children from a subscribed one', async () => {
    const user = server.user()
    const other = await user.other()
    await other.mailboxCreate('Parent')
    await other.mailboxCreate('Parent/Child')
    await other.mailboxSubscribe('Parent/Child')
    await other.mailboxUnsubscribe('Parent')
    const session = await user.signIn()
    // RFC 3501 section 6.3.9: with %, the parent comes too, as \Noselect.
    const { items } = await session.run('lsub', { pattern: '%' })
    const parent = items.find((one) => one.path === 'Parent')
    expect(parent).toMatchObject({ subscribed: false })
    const child = (await session.run('lsub', { pattern: 'Parent/*' })).items
    expect(child).toMatchObject([{ path: 'Parent/Child', subscribed: true }])
  })

  it('sends nothing when an argument holds a line break', async () => {
    const session = await server.user().signIn()
    await refusesLineBreaks(session, { name: 'lsub', args: { reference: 'a', pattern: '*' } })
  })
})
