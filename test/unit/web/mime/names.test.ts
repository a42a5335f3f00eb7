import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { BodyPart } from '../../../../shared/mail/bodyStructure.ts'
import { fileExtension, fileNameOf, safeFileName } from '../../../../web/mime/fileName.ts'
import { rasterTypeOf } from '../../../../shared/mail/imageType.ts'
import { falseClaim } from '../../../../web/mime/linkText.ts'
import { isLookAlike } from '../../../../web/mime/lookAlike.ts'
import { unicodeDomain } from '../../../../web/mime/punycode.ts'

const part = (more: Partial<BodyPart>): BodyPart => ({
  part: '1',
  type: 'application/octet-stream',
  parameters: {},
  dispositionParameters: {},
  ...more,
})

describe('safeFileName (threat 10)', () => {
  it.each([
    ['..\\..\\x.txt', 'x.txt'],
    ['../../etc/passwd', 'passwd'],
    ['a\r\nb.txt', 'ab.txt'],
    ['photo_gpj.\u202eexe', 'photo_gpj.exe'],
    ['.htaccess', 'htaccess'],
    ['con.txt', '_con.txt'],
    ['a<b>:"c"|?*.txt', 'a_b___c____.txt'],
    ['  . ', 'file'],
    ['', 'file'],
    ['naïve 日本.pdf', 'naïve 日本.pdf'],
    ['x. ', 'x'],
  ])('%j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected)
  })

  it('is short, on one line and without a path, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (name) => {
        const safe = safeFileName(name)
        expect(safe.length).toBeGreaterThan(0)
        expect(safe.length).toBeLessThanOrEqual(120)
        // eslint-disable-next-line no-control-regex -- controls are what must be absent
        expect(safe).not.toMatch(/[/\\\u0000-\u001f\u202a-\u202e\u2066-\u2069]/)
        expect(safe).not.toMatch(/^\./)
      }),
    )
  })

  it('keeps the ending of a long name', () => {
    expect(safeFileName(`${'a'.repeat(500)}.pdf`)).toMatch(/^a+….pdf$/)
  })

  it('names what has no name by its type', () => {
    expect(fileNameOf(part({ type: 'application/pdf' }))).toBe('file.pdf')
    expect(fileNameOf(part({ type: 'message/rfc822', description: 'Lunch' }))).toBe('Lunch.eml')
    expect(
      fileNameOf(part({ dispositionParameters: { filename: 'a.b' }, parameters: { name: 'c.d' } })),
    ).toBe('a.b')
    expect(fileExtension('a.tar.gz')).toBe('GZ')
    expect(fileExtension('noending')).toBe('')
  })
})

describe('rasterTypeOf (threats 9, 19)', () => {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value)
  it('goes by the first bytes', () => {
    expect(rasterTypeOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe('image/png')
    expect(rasterTypeOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg')
    expect(rasterTypeOf(text('GIF89a…'))).toBe('image/gif')
    expect(rasterTypeOf(text('RIFF1234WEBP'))).toBe('image/webp')
  })
  it.each([
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '<!doctype html>',
    'BM is how this text begins',
    '',
    '%PDF-1.7',
  ])('refuses %j', (value) => {
    expect(rasterTypeOf(text(value))).toBeUndefined()
  })
})

describe('who it is from', () => {
  it.each([
    ['paypal.com', false],
    ['Рaypal.com', true],
    ['аррӏе.com', true],
    ['müller.de', false],
    ['яндекс.рф', false],
    ['пример.рф', false],
    ['日本.jp', false],
    ['gοogle.com', true],
  ])('%s looks like another: %s (threat 22)', (domain, expected) => {
    expect(isLookAlike(domain)).toBe(expected)
  })

  it.each([
    ['xn--mller-kva.de', 'müller.de'],
    ['xn--e1afmkfd.xn--p1ai', 'пример.рф'],
    ['xn--wgv71a119e.jp', '日本語.jp'],
    ['xn--pypal-4ve.com', 'pаypal.com'],
    ['xn--.com', 'xn--.com'],
    ['xn--99999999999.com', 'xn--99999999999.com'],
    ['example.org', 'example.org'],
  ])('%s reads %s', (domain, expected) => expect(unicodeDomain(domain)).toBe(expected))

  it('reads whatever stands in a name of a domain', () => {
    fc.assert(
      fc.property(fc.string(), fc.webUrl(), (label, url) => {
        expect(typeof unicodeDomain(`xn--${label}`)).toBe('string')
        const { hostname } = new URL(url)
        expect(unicodeDomain(hostname)).toBe(hostname)
      }),
    )
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('ä', 'ж', '日', 'a', '7'), minLength: 1, maxLength: 9 }),
        (label) => {
          expect(unicodeDomain(new URL(`http://${label}x.example`).hostname)).toBe(`${label}x.example`)
        },
      ),
    )
  })

  it.each([
    ['https://bank.example/login', 'https://evil.example/', 'bank.example'],
    ['www.bank.example', 'https://bank.example/x', undefined],
    ['bank.example', 'https://login.bank.example/', undefined],
    ['bank.example.evil.example', 'https://bank.example/', 'bank.example.evil.example'],
    ['Click here', 'https://evil.example/', undefined],
    ['invoice.pdf', 'https://files.example/', undefined],
    ['bank.example', 'https://bank.example@evil.example/', 'bank.example'],
    ['рaypal.com', 'https://paypal.com/', 'рaypal.com'],
    ['Ends. Then more', 'https://a.example/', undefined],
    // As one reads it: other forms of letters, and letters that nobody sees.
    ['ｂａｎｋ．example', 'https://evil.example/', 'bank.example'],
    ['bank\u200b.exa\u00admple', 'https://evil.example/', 'bank.example'],
    ['\u202ebank.example', 'https://evil.example/', 'bank.example'],
    ['> bank.example', 'https://evil.example/', 'bank.example'],
    ['→ https://bank.example/login', 'https://evil.example/', 'bank.example'],
    ['Log in at bank.example now', 'https://evil.example/', 'bank.example'],
    ['Log in at bank.example now', 'https://www.bank.example/', undefined],
    ['Visit https://bank.com, it says', 'https://evil.example/', 'bank.com'],
    ['Made with Node.js and Vue', 'https://a.example/', undefined],
    ['See chapter 2.de facto', 'https://a.example/', undefined],
    ['http://192.0.2.1/login', 'https://evil.example/', '192.0.2.1'],
    ['1.2.3.4', 'https://releases.example/', undefined],
    ['https://bank.example@evil.example', 'https://evil.example/', 'bank.example'],
    ['Click here', 'https://mybank.com@evil.example/', 'mybank.com'],
    ['Click here', 'https://mybank.com%2Flogin@evil.example/', 'mybank.com'],
    ['Click here', 'https://anna@files.example/', undefined],
    ['anna@bank.example', 'mailto:anna@bank.example?subject=x', undefined],
    ['anna@bank.example', 'mailto:eve@evil.example', 'anna@bank.example'],
    ['Write to us', 'mailto:eve@evil.example', undefined],
    ['anna@bank.example', 'mailto:?subject=x', undefined],
    ['paypaӏ.com', 'https://paypal.com/', 'paypaӏ.com'],
  ])('text %s, target %s (threat 21)', (text, href, expected) => {
    expect(falseClaim(text, href)).toBe(expected)
  })
})
