import { describe, expect, it } from 'vitest'
import { IdentityError } from '../../../../web/auth/identityError.ts'
import type { AuthProvider, Credentials } from '../../../../web/auth/types.ts'
import { createTabAuth } from '../../../../web/stores/session/tabAuth.ts'

const USER = 'ada@example.org'
const ADA = 'ada.tenant'
const BOB = 'bob.tenant'
const token = (accessToken: string, identity = ADA, livesMs = 600_000): Credentials => ({
  kind: 'accessToken',
  identity,
  user: USER,
  accessToken,
  expiresOn: Date.now() + livesMs,
})
const MINUTE = { identity: ADA, minLifetimeMs: 60_000 }
const stranger = () => Promise.reject(new IdentityError('no_account_error'))

function auth(freshToken: () => Promise<Credentials>, silentSignIn?: AuthProvider['silentSignIn']) {
  const told: Credentials[] = []
  const provider = { freshToken, ...(silentSignIn && { silentSignIn }) }
  const tab = createTabAuth({
    auth: provider,
    identity: ADA,
    user: USER,
    onHeld: (credentials) => told.push(credentials),
  })
  return { tab, told }
}

describe('credentials in a tab', () => {
  it('are its own where it signed in, and told to the others', async () => {
    const { tab, told } = auth(() => Promise.resolve(token('own')))
    tab.lend(token('lent'))
    expect(await tab.freshToken(MINUTE)).toMatchObject({ accessToken: 'own' })
    expect(told.at(-1)).toMatchObject({ accessToken: 'own' })
  })

  it('are what was lent, while it lives and was not refused', async () => {
    const { tab } = auth(stranger)
    tab.lend(token('lent'))
    expect(await tab.freshToken(MINUTE)).toMatchObject({ accessToken: 'lent' })
    await expect(tab.freshToken({ ...MINUTE, force: true })).rejects.toMatchObject({ step: 'identity' })
    tab.lend(token('dying', ADA, 1_000))
    await expect(tab.freshToken(MINUTE)).rejects.toMatchObject({ step: 'identity' })
  })

  it('a lent password serves again', async () => {
    const { tab } = auth(() => Promise.reject(new IdentityError('interaction_required')))
    const lent: Credentials = { kind: 'password', identity: ADA, user: USER, password: 'secret' }
    tab.lend(lent)
    expect(await tab.freshToken({ ...MINUTE, force: true })).toBe(lent)
  })

  it('come from the browser’s session at the provider when nothing was lent, of the same person only', async () => {
    const silent = auth(stranger, ({ identity }) => Promise.resolve(token('silent', identity)))
    expect(await silent.tab.freshToken(MINUTE)).toMatchObject({ accessToken: 'silent' })
    const other = auth(stranger, () => Promise.resolve(token('silent', BOB)))
    await expect(other.tab.freshToken(MINUTE)).rejects.toMatchObject({ identityCode: 'no_account_error' })
  })

  it('what this tab used itself is not used again when the provider asks for the user', async () => {
    const { tab } = auth(() => Promise.reject(new IdentityError('interaction_required')))
    tab.hold(token('own'))
    await expect(tab.freshToken(MINUTE)).rejects.toMatchObject({ identityCode: 'interaction_required' })
  })

  it('a provider out of reach is waited for, not gone around', async () => {
    const { tab } = auth(() => Promise.reject(new IdentityError('network_error')))
    tab.lend(token('lent'))
    await expect(tab.freshToken(MINUTE)).rejects.toMatchObject({ identityCode: 'network_error' })
  })

  it('of another person with the same address are neither used, held, lent nor told', async () => {
    const { tab, told } = auth(() => Promise.resolve(token('other', BOB)))
    await expect(tab.freshToken(MINUTE)).rejects.toMatchObject({ identityCode: 'wrong_account' })
    tab.lend(token('lent by another', BOB))
    tab.hold(token('held of another', BOB))
    await expect(tab.freshToken(MINUTE)).rejects.toMatchObject({ identityCode: 'wrong_account' })
    expect(tab.held).toBeUndefined()
    expect(told).toEqual([])
  })

  it('of the same person under another address are theirs', async () => {
    const alias = { ...token('alias'), user: 'ada.alias@example.org' }
    const { tab } = auth(() => Promise.resolve(alias))
    expect(await tab.freshToken(MINUTE)).toBe(alias)
  })
})
