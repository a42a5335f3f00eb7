import type { AccountInfo } from '@azure/msal-browser'
import { describe, expect, it } from 'vitest'
import { createHeldToken } from '../../../../web/auth/heldToken.ts'
import { toCredentials } from '../../../../web/auth/msal.ts'
import { createPasswordAuth } from '../../../../web/auth/password.ts'
import { requireIdentity } from '../../../../web/auth/sameIdentity.ts'
import type { TokenCredentials } from '../../../../web/auth/types.ts'
import { memoryStorage } from '../../../support/memoryStorage.ts'

const token = (identity: string, user: string): TokenCredentials => ({
  kind: 'accessToken',
  identity,
  user,
  accessToken: `token of ${identity}`,
  expiresOn: Date.now() + 600_000,
})

describe('whose credentials they are', () => {
  it('is decided by the identity: another address is the same person, the same address another', () => {
    const alias = token('giulia', 'giulia.alias@ponte.example')
    expect(requireIdentity(alias, 'giulia')).toBe(alias)
    expect(() => requireIdentity(token('marco', 'shared@ponte.example'), 'giulia')).toThrow('wrong_account')
  })

  it('nothing is assumed where no identity is known', () => {
    expect(() => requireIdentity(token('', 'giulia@ponte.example'), '')).toThrow('wrong_account')
  })

  it('MSAL tells it as homeAccountId; without it nobody is signed in', () => {
    const account = { homeAccountId: 'uid.utid', username: 'giulia@ponte.example' } as AccountInfo
    const result = { account, accessToken: 'x', expiresOn: null }
    expect(toCredentials(result)).toMatchObject({ identity: 'uid.utid', user: 'giulia@ponte.example' })
    expect(() => toCredentials({ ...result, account: { ...account, homeAccountId: '' } })).toThrow(
      'no_identity',
    )
  })
})

describe('the token a reload finds', () => {
  it('is its owner’s only, and forgetting another leaves it', () => {
    const held = createHeldToken(memoryStorage(), 'ponte.accesstoken.work')
    held.keep(token('giulia', 'giulia@ponte.example'))
    expect(held.get('marco', 0)).toBeUndefined()
    held.drop('marco')
    expect(held.get('giulia', 0)).toMatchObject({ identity: 'giulia' })
    held.drop('giulia')
    expect(held.get('giulia', 0)).toBeUndefined()
  })

  it('of an older page has no owner, so that it is nobody’s', () => {
    const storage = memoryStorage()
    const { identity: _none, ...old } = token('giulia', 'giulia@ponte.example')
    storage.setItem('key', JSON.stringify(old))
    expect(createHeldToken(storage, 'key').get('giulia', 0)).toBeUndefined()
  })
})

it('a password is for the name it was given with', async () => {
  const auth = createPasswordAuth({
    id: 'plain',
    name: 'Password',
    auth: { kind: 'password' },
    imapHost: 'imap.example.org',
    sentIsFiledByServer: false,
  })
  await auth.signIn({ user: 'Giulia@ponte.example', password: 'secret' })
  const giulia = { identity: 'giulia@ponte.example', minLifetimeMs: 0 }
  expect(await auth.freshToken(giulia)).toMatchObject({ password: 'secret' })
  await expect(auth.freshToken({ ...giulia, identity: 'marco@ponte.example' })).rejects.toMatchObject({
    identityCode: 'interaction_required',
  })
  await auth.forget('giulia@ponte.example')
  await expect(auth.freshToken(giulia)).rejects.toMatchObject({ identityCode: 'interaction_required' })
})
