import { BrowserAuthError, InteractionRequiredAuthError } from '@azure/msal-browser'
import { describe, expect, it } from 'vitest'
import { msalConfiguration, toIdentityError } from '../../../../web/auth/msal.ts'
import { fromTabError, toTabError } from '../../../../web/tabs/tabError.ts'

const PAGE = 'https://mail.example.org/ponte/?returnTo=//evil.example#/mail'

describe('MSAL’s settings', () => {
  it('Microsoft: AAD mode, production’s own authority, tokens kept for the tab and used to their last minute', () => {
    const configuration = msalConfiguration(
      {
        kind: 'microsoft',
        clientId: '0a1b2c3d-1111-4222-8333-444455556666',
        authority: 'https://login.microsoftonline.com/common',
        scopes: [],
      },
      PAGE,
    )
    expect(configuration).toEqual({
      auth: {
        clientId: '0a1b2c3d-1111-4222-8333-444455556666',
        authority: 'https://login.microsoftonline.com/common',
        redirectUri: 'https://mail.example.org/ponte/',
      },
      cache: { cacheLocation: 'sessionStorage' },
      system: { tokenRenewalOffsetSeconds: 60, popupBridgeTimeout: 900_000, protocolMode: 'AAD' },
    })
  })

  it('everybody else: OIDC mode, the authority known by its host and port, no offline_access added', () => {
    const { auth, system } = msalConfiguration(
      {
        kind: 'oidc',
        clientId: 'ponte',
        authority: 'https://localhost:9080/',
        scopes: [],
        authorityMetadata: '{}',
      },
      PAGE,
    )
    expect(auth).toMatchObject({
      knownAuthorities: ['localhost:9080'],
      authorityMetadata: '{}',
      OIDCOptions: { defaultScopes: ['openid', 'profile'] },
    })
    expect(system?.protocolMode).toBe('OIDC')
  })
})

describe('what MSAL throws', () => {
  it('keeps the code, the provider’s words, and the claims it asks for', () => {
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["c1"]}}}'
    const words = 'AADSTS50076: …'
    const refused = new InteractionRequiredAuthError('interaction_required', '', words, '', '', '', claims)
    const error = toIdentityError(refused)
    expect(error).toMatchObject({
      identityCode: 'interaction_required',
      server: words,
      claims,
      step: 'identity',
    })
    expect(fromTabError(toTabError(error))).toMatchObject({ server: words, claims })
  })

  it.each([
    [new BrowserAuthError('timed_out', '', 'redirect_bridge_timeout'), 'timed_out'],
    [new BrowserAuthError('interaction_in_progress', ''), 'interaction_in_progress'],
    [new InteractionRequiredAuthError('no_tokens_found', ''), 'no_tokens_found'],
    [new TypeError('no crypto'), 'unknown_error'],
  ])('%s: its own words are not told as a server’s', (thrown, code) => {
    const error = toIdentityError(thrown)
    expect(error.identityCode).toBe(code)
    expect(error.server).toBeUndefined()
  })
})
