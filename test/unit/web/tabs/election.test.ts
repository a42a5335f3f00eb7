import { expect, it } from 'vitest'
import { standForOwner } from '../../../../web/tabs/election.ts'
import { ownedAccounts, ownerLock } from '../../../../web/tabs/names.ts'
import { vouchedAccounts } from '../../../../web/tabs/vouch.ts'
import { createMemoryTabs } from './memoryTabs.ts'

const later = () => new Promise((resolve) => setTimeout(resolve, 5))

function stand(tabs: ReturnType<typeof createMemoryTabs>, log: string[], tab: string): () => void {
  return standForOwner({
    name: ownerLock('work:ada@example.org'),
    locks: tabs.locks,
    onElected: () => log.push(`${tab} owns`),
    onWaiting: () => log.push(`${tab} waits`),
  })
}

it('the first owns; when it goes, the next in line does; who left the line does not', async () => {
  const tabs = createMemoryTabs()
  const log: string[] = []
  const first = stand(tabs, log, 'first')
  await later()
  const second = stand(tabs, log, 'second')
  const third = stand(tabs, log, 'third')
  await later()
  expect(log).toEqual(['first owns', 'second waits', 'third waits'])
  expect(await ownedAccounts(tabs.locks)).toEqual(['work:ada@example.org'])
  second()
  first()
  await later()
  expect(log.slice(3)).toEqual(['third owns'])
  third()
  await later()
  expect(await ownedAccounts(tabs.locks)).toEqual([])
})

it('a tab that leaves before its turn was decided never owns', async () => {
  const tabs = createMemoryTabs()
  const log: string[] = []
  stand(tabs, log, 'first')()
  await later()
  expect(log).toEqual([])
  expect(await ownedAccounts(tabs.locks)).toEqual([])
})

it('an owner vouches for its account; one that does not answer is left alone', async () => {
  const tabs = createMemoryTabs()
  const log: string[] = []
  stand(tabs, log, 'owner')
  await later()
  expect(await vouchedAccounts(tabs)).toEqual([])
  const channel = tabs.openChannel('ponte.account/work:ada@example.org')
  const account = { providerId: 'work', identity: 'ada', user: 'ada@example.org' }
  let answer: object = account
  channel.onmessage = ({ data }: MessageEvent<{ kind: string }>) => {
    if (data.kind === 'who') channel.postMessage({ kind: 'here', account: answer })
  }
  expect(await vouchedAccounts(tabs)).toEqual([account])
  // An older page tells an address and no identity: nobody is signed in by that.
  answer = { providerId: 'work', user: 'ada@example.org' }
  expect(await vouchedAccounts(tabs)).toEqual([])
})
