import { describe, expect, it } from 'vitest'
import { entriesSince, redirectUris, splitResponse } from '../../../../web/auth/redirect.ts'

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

  it.each([
    ['two pages of a provider and this one', 0, 4, 3],
    ['a sign-in that was begun after others', 3, 5, 1],
    ['nowhere to go back to', 2, 3, 0],
    ['a sign-in that an older page began', undefined, 4, 0],
    ['a history that drops its first entries', 40, 50, 0],
  ])('goes back over %s', (_, position, length, entries) =>
    expect(entriesSince(position, length)).toBe(entries),
  )
})
