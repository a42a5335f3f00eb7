import { encodeText, fittingCharset } from '../charset.ts'

/** Points; the origin is the lower left corner, A4 is 595 by 842. */
export type PdfText = { x: number; y: number; text: string; size?: number; bold?: boolean }
export type PdfLine = { from: readonly [number, number]; to: readonly [number, number]; width?: number }
/** Raw RGB, 8 bits each, uncompressed: what makes a drawing set weigh what drawing sets weigh. */
export type PdfImage = { width: number; height: number; rgb: Buffer }
export type PdfPage = { texts: PdfText[]; lines?: PdfLine[]; image?: PdfImage }

const literal = (text: string) => {
  const known = Array.from(text, (character) =>
    fittingCharset(character, 'windows-1252') === 'utf-8' ? '?' : character,
  )
  const escaped = known.join('').replace(/([\\()])/g, '\\$1')
  return Buffer.concat([Buffer.from('('), encodeText(escaped, 'windows-1252'), Buffer.from(')')])
}

function contentOf(page: PdfPage): Buffer {
  const chunks: Buffer[] = []
  for (const { from, to, width = 0.7 } of page.lines ?? []) {
    chunks.push(Buffer.from(`${width} w ${from[0]} ${from[1]} m ${to[0]} ${to[1]} l S\n`))
  }
  if (page.image) chunks.push(Buffer.from('q 200 0 0 150 340 60 cm /Im1 Do Q\n'))
  for (const { x, y, text, size = 11, bold = false } of page.texts) {
    chunks.push(
      Buffer.from(`BT /${bold ? 'F2' : 'F1'} ${size} Tf ${x} ${y} Td `),
      literal(text),
      Buffer.from(' Tj ET\n'),
    )
  }
  return Buffer.concat(chunks)
}

/**
 * A PDF 1.4 file (ISO 32000-1) with the built-in Helvetica, a page tree and a cross-reference table whose offsets are
 * right, so that strict readers open it too. The font has windows-1252; other characters show as question marks.
 */
export function pdf(pages: PdfPage[]): Buffer {
  const objects: Buffer[] = []
  const add = (...chunks: (string | Buffer)[]) => {
    objects.push(
      Buffer.concat(
        chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk)),
      ),
    )
    return objects.length
  }
  const stream = (dictionary: string, data: Buffer) =>
    add(`<< ${dictionary} /Length ${data.length} >>\nstream\n`, data, '\nendstream')
  add('<< /Type /Catalog /Pages 2 0 R >>')
  const tree = add('')
  const font = (name: string) =>
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`)
  const fonts = `/Font << /F1 ${font('Helvetica')} 0 R /F2 ${font('Helvetica-Bold')} 0 R >>`
  const kids = pages.map((page) => {
    const content = stream('', contentOf(page))
    let resources = fonts
    if (page.image) {
      const { width, height, rgb } = page.image
      const kind = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height}`
      resources += ` /XObject << /Im1 ${stream(`${kind} /ColorSpace /DeviceRGB /BitsPerComponent 8`, rgb)} 0 R >>`
    }
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << ${resources} >> >>`,
    )
  })
  objects[tree - 1] = Buffer.from(
    `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`,
  )
  return assemble(objects)
}

function assemble(objects: Buffer[]): Buffer {
  const chunks = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  let offset = chunks[0]!.length
  const offsets: number[] = []
  objects.forEach((object, index) => {
    offsets.push(offset)
    const chunk = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    offset += chunk.length
    chunks.push(chunk)
  })
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  chunks.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${offset}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(chunks)
}
