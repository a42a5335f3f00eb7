import { expect, it } from 'vitest'
import type { LeafPart } from '../../../../web/mime/choosePartsToShow.ts'
import { previewKindOf } from '../../../../web/mime/previewKind.ts'

const part = (type: string, filename = ''): LeafPart => ({
  part: '2',
  type,
  parameters: {},
  dispositionParameters: filename === '' ? {} : { filename },
})

it.each([
  ['image/png', 'a.png', 'picture'],
  ['image/svg+xml', 'a.svg', undefined],
  ['image/svg+xml', 'a.png', undefined],
  ['text/html', 'a.txt', undefined],
  ['text/plain', 'a.html', 'text'],
  ['application/pdf', 'a.png', 'pdf'],
  ['application/zip', 'a.png', undefined],
  ['application/octet-stream', 'a.png', 'picture'],
  ['application/octet-stream', 'a.exe', undefined],
  ['application/octet-stream', 'talk.ics', 'calendar'],
  ['text/calendar', '', 'calendar'],
  ['application/pdf', '', 'pdf'],
  ['application/octet-stream', 'plan.PDF', 'pdf'],
  ['text/vcard', '', 'card'],
  ['text/x-vcard', 'a.vcf', 'card'],
  ['application/octet-stream', 'a.vcf', 'card'],
  ['message/rfc822', '', 'message'],
  ['application/octet-stream', 'a.eml', 'message'],
  ['image/<img onerror>', 'a.png', undefined],
])('%s named "%s" is looked at as %s (threats 8, 9)', (type, name, kind) => {
  expect(previewKindOf(part(type, name))).toBe(kind)
})
