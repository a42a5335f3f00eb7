import { describe, expect, it } from 'vitest'
import { htmlToText } from '../../../../web/mime/htmlText.ts'

describe('htmlToText', () => {
  it('ends lines where blocks end', () => {
    expect(htmlToText('<p>One\n<b>two</b></p>\n<ul><li>a</li><li>b</li></ul>c<br>d')).toBe(
      'One two\na\nb\n\nc\nd',
    )
  })

  it('needs no end tag of the head', () => {
    expect(htmlToText('<head><title>T</title><style>p{}</style><body>Words')).toBe('Words')
  })

  it('leaves markup that was written as text as text', () => {
    expect(htmlToText('&lt;script&gt;x&lt;/script&gt;')).toBe('<script>x</script>')
  })
})
