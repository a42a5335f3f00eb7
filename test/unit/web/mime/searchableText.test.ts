import { expect, it } from 'vitest'
import type { ShownPart } from '../../../../web/mime/choosePartsToShow.ts'
import { searchableText } from '../../../../web/mime/searchableText.ts'

const part = (kind: ShownPart['kind'], charset = ''): ShownPart => ({
  kind,
  part: {
    part: '1',
    type: kind === 'html' ? 'text/html' : 'text/plain',
    parameters: { charset },
    dispositionParameters: {},
  },
})

it('is what a person would read, of any part in its charset', () => {
  const bytes = [
    // 京都 in ISO-2022-JP.
    Uint8Array.from([0x1b, 0x24, 0x42, 0x35, 0x7e, 0x45, 0x54, 0x1b, 0x28, 0x42]),
    new TextEncoder().encode('<style>p { color: red }</style><p>Un <b>caff</b>&egrave;</p>'),
    Uint8Array.from([0x89, 0x50]),
  ]
  const body = [part('text', 'iso-2022-jp'), part('html', 'utf-8'), part('image')]
  const text = searchableText({ body }, (at) => bytes[at])
  expect(text.split('\n').map((line) => line.trim())).toEqual(['京都', 'Un caffè', ''])
})
