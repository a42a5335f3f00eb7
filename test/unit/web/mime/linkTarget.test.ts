import { describe, expect, it } from 'vitest'
import { falseClaim } from '../../../../web/mime/linkText.ts'
import { linkTarget, withoutTracking } from '../../../../web/mime/linkTarget.ts'

const SAFE =
  'https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&data=05%7C02&sdata=x&reserved=0'

describe('where a link truly leads', () => {
  it.each([
    [
      'https://example.org/?url=https%3A%2F%2Fx.example',
      'https://example.org/?url=https%3A%2F%2Fx.example',
      undefined,
    ],
    [SAFE, 'https://example.org/a?b=1', 'safelinks'],
    [
      'https://urldefense.proofpoint.com/v1/url?u=http%3A//www.example.org/a&k=x',
      'http://www.example.org/a',
      'proofpoint',
    ],
    [
      'https://urldefense.proofpoint.com/v2/url?u=http-3A__links.example.com_ctt-3Fkn-3D3-26ms-3DMz&d=DwM&c=x',
      'http://links.example.com/ctt?kn=3&ms=Mz',
      'proofpoint',
    ],
    [
      'https://urldefense.com/v3/__https://google.com:443/search?q=a*test&gs=ps__;Kw!-612Flbf0JvQ3kNJkRi5Jg!Ue6tQudNKa$',
      'https://google.com:443/search?q=a+test&gs=ps',
      'proofpoint',
    ],
    // A run: "**A" stands for two hidden characters.
    [
      'https://urldefense.com/v3/__https:/example.org/a**A__;Pz0!x!y$',
      'https://example.org/a?=',
      'proofpoint',
    ],
    [
      `https://urldefense.proofpoint.com/v1/url?u=${encodeURIComponent(SAFE)}&k=x`,
      'https://example.org/a?b=1',
      'proofpoint',
    ],
    // What a wrapper may not lead to, and hosts that only look like one.
    ['https://x.safelinks.protection.outlook.com/?url=javascript:alert(1)', undefined, undefined],
    ['https://x.safelinks.protection.outlook.com/', undefined, undefined],
    ['https://safelinks.protection.outlook.com.evil.example/?url=https://a.example', undefined, undefined],
    ['https://urldefense.com/v3/__nothing', undefined, undefined],
    ['not a link', undefined, undefined],
  ])('%s', (href, url, wrapper) => {
    expect(linkTarget(href)).toEqual({ url: url ?? href, ...(wrapper ? { wrapper } : {}) })
  })

  it('is what its text is compared with: a wrapper is no lie', () => {
    expect(falseClaim('example.org', linkTarget(SAFE).url)).toBeUndefined()
    expect(falseClaim('bank.example', linkTarget(SAFE).url)).toBe('bank.example')
  })
})

describe('a link without tracking', () => {
  it.each([
    ['https://a.example/p?utm_source=mail&id=7&fbclid=x&mc_eid=y#top', 'https://a.example/p?id=7#top'],
    ['https://a.example/p?gclid=x', 'https://a.example/p'],
    ['https://a.example/p?UTM_Medium=x&q=a%20b+c&empty=&flag', 'https://a.example/p?q=a%20b+c&empty=&flag'],
    ['https://a.example/p?id=utm_source', 'https://a.example/p?id=utm_source'],
    ['https://a.example/#?utm_source=x', 'https://a.example/#?utm_source=x'],
    ['mailto:a@b.example?utm_source=x', 'mailto:a@b.example?utm_source=x'],
    [`${SAFE}&utm_source=x`, `${SAFE}&utm_source=x`],
  ])('%s', (href, clean) => expect(withoutTracking(href)).toBe(clean))
})
