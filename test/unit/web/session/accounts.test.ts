import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { memoryStorage } from '../../../support/memoryStorage.ts'
import { accountId, useAccounts } from '../../../../web/stores/session/accounts.ts'

const person = { providerId: 'outlook', identity: 'ada', user: 'ada@example.org' }
const team = { address: 'Team@example.org', shared: true }

beforeEach(() => {
  vi.stubGlobal('sessionStorage', memoryStorage())
  setActivePinia(createPinia())
})

it('each mailbox of a person has a key of its own, and each person of a mailbox', () => {
  const ids = [
    person,
    { ...person, mailbox: team },
    { ...person, identity: 'bob', mailbox: team },
    { ...person, providerId: 'work', mailbox: team },
  ].map(accountId)
  expect(ids).toEqual([
    'outlook:ada',
    'outlook:ada:team@example.org',
    'outlook:bob:team@example.org',
    'work:ada:team@example.org',
  ])
})

it('the mailbox is still known after a reload; what cannot be one is not', () => {
  useAccounts().add({ ...person, mailbox: team })
  setActivePinia(createPinia())
  expect(useAccounts().current).toMatchObject({ id: 'outlook:ada:team@example.org', mailbox: team })
  const stored = JSON.stringify([{ id: 'outlook:ada:x', ...person, mailbox: { address: 'x' } }])
  sessionStorage.setItem('ponte.accounts', stored)
  setActivePinia(createPinia())
  expect(useAccounts().accounts).toEqual([])
})

it('another mailbox takes the place of the one that was there', () => {
  const accounts = useAccounts()
  const { id } = accounts.add(person)
  accounts.add({ ...person, providerId: 'work' })
  accounts.replace(id, { ...person, mailbox: team })
  expect(accounts.accounts.map((account) => account.id)).toEqual(['outlook:ada:team@example.org', 'work:ada'])
})
