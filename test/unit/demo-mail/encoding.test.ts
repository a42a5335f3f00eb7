import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { encodeText, fittingCharset } from '../../../demo/mail/charset.ts'
import { encodeWords, foldField, formatParameter } from '../../../demo/mail/headers.ts'
import { fileEntity, quotedPrintable, serialize, textEntity } from '../../../demo/mail/mime.ts'

describe('charsets', () => {
  it.each(['iso-2022-jp', 'shift_jis', 'euc-jp'])(
    'writes Japanese in %s as the decoder reads it',
    (charset) => {
      const text = '京都の旅館、カタカナ、Kyoto 2026年、亜熙'
      expect(new TextDecoder(charset).decode(encodeText(text, charset))).toBe(text)
    },
  )

  it('writes Arabic in windows-1256 and the euro in windows-1252', () => {
    expect(new TextDecoder('windows-1256').decode(encodeText('مرحباً', 'windows-1256'))).toBe('مرحباً')
    expect([...encodeText('€ è ’', 'windows-1252')]).toEqual([0x80, 0x20, 0xe8, 0x20, 0x92])
  })

  it('refuses what a charset lacks, and finds one that has it', () => {
    expect(() => encodeText('é', 'us-ascii')).toThrow(RangeError)
    expect(() => encodeText('é', 'iso-2022-jp')).toThrow(RangeError)
    expect(fittingCharset('京都', 'iso-2022-jp')).toBe('iso-2022-jp')
    expect(fittingCharset('京é', 'iso-2022-jp')).toBe('utf-8')
  })
})

describe('headers', () => {
  it('come back from encoded-words as they were, in words of at most 75 octets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme-composite', maxLength: 120 }),
        fc.constantFrom('B', 'Q'),
        async (text, encoding) => {
          const subject = text
            .replace(/[\u0000-\u001f\u007f]/g, '')
            .trim()
            .replace(/\s+/g, ' ')
          const value = encodeWords(`è${subject}`, { encoding })
          for (const word of value.split(' ')) expect(word.length).toBeLessThanOrEqual(75)
          const raw = serialize([['Subject', value]], Buffer.from('x'))
          expect((await PostalMime.parse(raw)).subject).toBe(`è${subject}`)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('are folded at spaces and only there', () => {
    const value = `${'word '.repeat(60)}end`
    const folded = foldField(['X-Long', value])
    expect(folded.split('\r\n').every((line) => line.length <= 78)).toBe(true)
    expect(folded.replace(/\r\n(?= )/g, '')).toBe(`X-Long: ${value}\r\n`)
  })

  it('carry filenames in both styles', async () => {
    for (const style of ['rfc2231', 'encoded-word'] as const) {
      for (const filename of [
        'plain.txt',
        'with "quotes".txt',
        'Perché – nota.pdf',
        '茶室新築工事_詳細図_第三版_北側立面および断面図.pdf',
      ]) {
        const entity = fileEntity({
          content: Buffer.from('x'),
          type: 'application/octet-stream',
          filename,
          filenameStyle: style,
        })
        const mail = await PostalMime.parse(serialize(entity.headers, entity.body))
        expect(mail.attachments[0]?.filename).toBe(filename)
      }
    }
    expect(formatParameter('name', 'a.txt')).toBe('; name="a.txt"')
  })
})

describe('bodies', () => {
  it('come back from quoted-printable as they were, in lines of at most 76 octets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (written) => {
        const text = written.replace(/[\r\ufeff\ud800-\udfff]/g, '')
        const entity = textEntity({ text, charset: 'utf-8', encoding: 'quoted-printable' })
        for (const line of entity.body.toString('latin1').split('\r\n'))
          expect(line.length).toBeLessThanOrEqual(76)
        const mail = await PostalMime.parse(serialize(entity.headers, entity.body))
        expect((mail.text ?? '').replace(/\n$/, '')).toBe(text.replace(/\n$/, ''))
      }),
      { numRuns: 200 },
    )
  })

  it('keep blanks at line ends', () => {
    expect(quotedPrintable(Buffer.from('a \r\nb\t')).toString()).toBe('a=20\r\nb=09')
  })
})
