import { zip } from './zip.ts'

const OFFICE = 'http://schemas.openxmlformats.org'
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text}`)

/** A Word document of plain paragraphs (ECMA-376), the smallest that word processors open. */
export function docx(paragraphs: string[]): Buffer {
  const types = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    '<Override PartName="/word/document.xml" ContentType=' +
      '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
  ]
  const body = paragraphs
    .map((text) => `<w:p><w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`)
    .join('')
  return zip([
    {
      name: '[Content_Types].xml',
      content: xml(`<Types xmlns="${OFFICE}/package/2006/content-types">${types.join('')}</Types>`),
    },
    {
      name: '_rels/.rels',
      content: xml(
        `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" ` +
          `Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
      ),
    },
    {
      name: 'word/document.xml',
      content: xml(
        `<w:document xmlns:w="${OFFICE}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
      ),
    },
  ])
}
