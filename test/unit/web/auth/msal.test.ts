import { describe, expect, it } from 'vitest'
import { msalConfiguration, toIdentityError } from '../../../../web/auth/msal.ts'

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
      system: { tokenRenewalOffsetSeconds: 60, protocolMode: 'AAD' },
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

it('errors keep the code and the provider’s words; other errors keep their message', () => {
  const msal = Object.assign(new Error('x'), { errorCode: 'invalid_request', errorMessage: 'AADSTS50011: …' })
  expect(toIdentityError(msal)).toMatchObject({
    identityCode: 'invalid_request',
    server: 'AADSTS50011: …',
    step: 'identity',
  })
  expect(toIdentityError(new TypeError('no crypto'))).toMatchObject({
    identityCode: 'unknown_error',
    server: 'no crypto',
  })
})
