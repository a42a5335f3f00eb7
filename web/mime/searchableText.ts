import { decodeText } from './charset.ts'
import type { PartsToShow } from './choosePartsToShow.ts'
import { htmlToText } from './htmlText.ts'

/**
 * The text of a message to look for words in: of HTML what it says, and of each part in whatever charset it is. Never to be
 * shown as markup. Pure.
 *
 * @param bytesOf Of `body[at]`, as decoded from its transfer encoding.
 */
export function searchableText(
  { body }: Pick<PartsToShow, 'body'>,
  bytesOf: (at: number) => Uint8Array | undefined,
): string {
  return body
    .map(({ kind, part }, at) => {
      const bytes = kind === 'image' ? undefined : bytesOf(at)
      if (!bytes) return ''
      const text = decodeText(bytes, part.parameters['charset'])
      return kind === 'html' ? htmlToText(text) : text
    })
    .join('\n')
}
