import { describe, expect, it } from 'vitest'
import { adminConsentUrl, mailtoUrl } from '../../../../web/auth/adminConsent.ts'
import { endSessionUrl } from '../../../../web/auth/endSession.ts'
import type { PublicAuth, PublicProvider } from '../../../../shared/publicConfig.ts'

const PAGE = 'https://mail.example.org/ponte/'

describe('the link for an administrator', () => {
  it.each([
    ['https://login.microsoftonline.com/common', 'https://login.microsoftonline.com/organizations'],
    ['https://login.microsoftonline.us/organizations/', 'https://login.microsoftonline.us/organizations'],
    [
      'https://login.partner.microsoftonline.cn/common',
      'https://login.partner.microsoftonline.cn/organizations',
    ],
    [
      'https://login.microsoftonline.com/contoso.example',
      'https://login.microsoftonline.com/contoso.example',
    ],
    ['https://localhost:8080/microsoft/common', 'https://localhost:8080/microsoft/organizations'],
  ])('at %s', (authority, at) => {
    const scopes = [
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
    ]
    const link = adminConsentUrl({ kind: 'microsoft', clientId: 'id', authority, scopes }, PAGE)
    expect(link).toMatch(new RegExp(`^${at.replaceAll('.', '\\.')}/v2\\.0/adminconsent\\?`))
    expect(link).not.toContain('+')
    expect(Object.fromEntries(new URL(link).searchParams)).toEqual({
      client_id: 'id',
      scope: scopes.join(' '),
      redirect_uri: PAGE,
    })
  })

  it('goes into a letter whole', () => {
    const link = 'https://login.example/?client_id=a&scope=b%20c'
    const letter = new URL(mailtoUrl('Please & thank you', `Hello\n${link}`))
    expect(letter.protocol).toBe('mailto:')
    expect(Object.fromEntries(letter.searchParams)).toEqual({
      subject: 'Please & thank you',
      body: `Hello\r\n${link}`,
    })
  })
})

describe('the end of the session at the provider', () => {
  const at = (auth: object, endSession?: string): PublicProvider => ({
    id: 'one',
    name: 'One',
    auth: auth as PublicAuth,
    imapHost: 'imap.example.org',
    sentIsFiledByServer: true,
    ...(endSession === undefined ? {} : { endSession }),
  })

  it('comes back from Microsoft; elsewhere says which app it was', () => {
    const logout = 'https://id.example.org/logout'
    expect(endSessionUrl(at({ kind: 'microsoft', clientId: 'id' }, logout), `${PAGE}#/mail`)).toBe(
      `${logout}?post_logout_redirect_uri=${encodeURIComponent(PAGE)}`,
    )
    expect(endSessionUrl(at({ kind: 'oidc', clientId: 'id' }, logout), PAGE)).toBe(`${logout}?client_id=id`)
  })

  it('is not offered where there is none', () => {
    expect(endSessionUrl(at({ kind: 'oidc', clientId: 'id' }), PAGE)).toBeUndefined()
  })
})
