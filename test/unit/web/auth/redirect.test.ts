import { describe, expect, it } from 'vitest'
import { redirectUris, splitResponse } from '../../../../web/auth/redirect.ts'

describe('the way back from the identity provider', () => {
  it.each([
    'http://localhost:8080/?returnTo=//evil.example',
    'http://localhost:8080/#/mail?returnTo=//evil.example',
    'http://localhost:8080/index.html?redirect_uri=https://evil.example',
  ])('is fixed, whatever the page was opened with: %s', (href) => {
    expect(redirectUris(href)).toEqual({
      page: 'http://localhost:8080/',
      bridge: 'http://localhost:8080/redirect.html',
    })
  })

  it('keeps a sub-path', () => {
    expect(redirectUris('https://example.org/mail/index.html#/guide')).toEqual({
      page: 'https://example.org/mail/',
      bridge: 'https://example.org/mail/redirect.html',
    })
  })

  it.each(['#code=abc&state=s', '?code=abc&state=s', '?error=access_denied&state=s', '#error=e&state=s&x=1'])(
    'takes the answer out of the address: %s',
    (part) => {
      expect(splitResponse(`http://localhost:8080/${part}`)).toEqual({
        response: part.slice(1),
        clean: 'http://localhost:8080/',
      })
    },
  )

  it.each(['', '#/mail', '#/mail?folder=INBOX&state=1', '?code=abc', '#/guide?error=x'])(
    'leaves other addresses alone: %s',
    (part) => {
      const href = `http://localhost:8080/${part}`
      expect(splitResponse(href)).toEqual({ response: undefined, clean: href })
    },
  )
})
