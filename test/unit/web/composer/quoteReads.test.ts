import { reactive } from 'vue'
import { expect, it } from 'vitest'
import { textToDoc } from '../../../../web/editor/docText.ts'
import {
  draftPrint,
  emptyDraft,
  isSaved,
  shownPictures,
  type DraftQuote,
} from '../../../../web/stores/compose/draft.ts'

const HTML = `<p>${'A word. '.repeat(130_000)}<img src="cid:logo@x"></p>`

/** A quotation that counts how often somebody goes through it. */
function quoted(html = HTML) {
  let reads = 0
  const quote: DraftQuote = {
    ...{ kind: 'reply', intro: 'Anna wrote:', text: 'A word.' },
    get html() {
      reads++
      return html
    },
  }
  return { quote, reads: () => reads }
}

it('a megabyte that is quoted is gone through once, not at each letter that is written above it', () => {
  const { quote, reads } = quoted()
  const draft = reactive({ ...emptyDraft({ from: undefined, format: 'rich' }), quote })
  const prints = new Set<string>()
  const before = () => {
    prints.add(draftPrint(draft))
    isSaved(draft)
    return shownPictures(draft)
  }
  expect(before()).toEqual(new Set(['logo@x']))
  const first = reads()
  for (let letters = 1; letters <= 50; letters++) {
    draft.doc = textToDoc('x'.repeat(letters))
    before()
  }
  expect(prints.size).toBe(51)
  expect(reads()).toBe(first)
  // Another quotation is another message.
  draft.quote = quoted(HTML.replace('logo', 'mark')).quote
  expect(before()).toEqual(new Set(['mark@x']))
  expect(prints.size).toBe(52)
})
