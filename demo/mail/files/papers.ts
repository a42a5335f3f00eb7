import { noise } from '../random.ts'
import { pdf } from './pdf.ts'
import type { PdfImage, PdfLine, PdfText } from './pdf.ts'

export type InvoiceLine = { what: string; quantity: number; price: number }
export type Invoice = {
  number: string
  date: string
  seller: string
  buyer: string
  lines: InvoiceLine[]
  due: string
}

const euro = (value: number) => value.toFixed(2).replace('.', ',')

/** An Italian invoice: lines, 22% VAT, total. */
export function invoicePdf({ number, date, seller, buyer, lines, due }: Invoice): Buffer {
  const net = lines.reduce((sum, line) => sum + line.quantity * line.price, 0)
  const texts: PdfText[] = [
    { x: 50, y: 780, text: seller, size: 18, bold: true },
    { x: 50, y: 762, text: 'P. IVA IT 00000000000 · esempio dimostrativo', size: 8 },
    { x: 350, y: 780, text: `Fattura ${number}`, size: 14, bold: true },
    { x: 350, y: 762, text: `del ${date}`, size: 10 },
    { x: 350, y: 725, text: 'Spett.le', size: 9 },
    { x: 350, y: 711, text: buyer, bold: true },
    { x: 50, y: 650, text: 'Descrizione', size: 9, bold: true },
    { x: 340, y: 650, text: 'Q.tà', size: 9, bold: true },
    { x: 400, y: 650, text: 'Prezzo €', size: 9, bold: true },
    { x: 480, y: 650, text: 'Importo €', size: 9, bold: true },
  ]
  lines.forEach(({ what, quantity, price }, index) => {
    const y = 628 - index * 18
    texts.push({ x: 50, y, text: what, size: 10 }, { x: 340, y, text: String(quantity), size: 10 })
    texts.push(
      { x: 400, y, text: euro(price), size: 10 },
      { x: 480, y, text: euro(price * quantity), size: 10 },
    )
  })
  const y = 600 - lines.length * 18
  const totals: [string, number][] = [
    ['Imponibile', net],
    ['IVA 22%', net * 0.22],
    ['Totale', net * 1.22],
  ]
  totals.forEach(([label, value], index) => {
    const bold = index === 2
    texts.push({ x: 400, y: y - index * 16, text: label, size: 10, bold })
    texts.push({ x: 480, y: y - index * 16, text: euro(value), size: 10, bold })
  })
  texts.push({ x: 50, y: 90, text: due, size: 9 })
  const rules: PdfLine[] = [
    { from: [50, 644], to: [545, 644] },
    { from: [395, y + 13], to: [545, y + 13] },
  ]
  return pdf([{ texts, lines: rules }])
}

/** A train ticket. */
export function ticketPdf(ticket: {
  code: string
  route: string
  when: string
  seat: string
  name: string
}): Buffer {
  const bars: PdfLine[] = [...Buffer.from(ticket.code)].flatMap((byte, index) =>
    [0, 1, 2, 3].map((bar) => {
      const x = 380 + index * 20 + bar * 5
      return { from: [x, 640] as const, to: [x, 700] as const, width: 1 + ((byte >> bar) & 3) }
    }),
  )
  return pdf([
    {
      texts: [
        { x: 50, y: 780, text: 'Biglietto elettronico', size: 18, bold: true },
        { x: 50, y: 740, text: ticket.route, size: 15 },
        { x: 50, y: 715, text: ticket.when, size: 12 },
        { x: 50, y: 690, text: ticket.seat, size: 12 },
        { x: 50, y: 660, text: `Passeggero: ${ticket.name}`, size: 11 },
        { x: 380, y: 715, text: `PNR ${ticket.code}`, size: 12, bold: true },
        { x: 50, y: 600, text: 'Documento di prova, non valido per il viaggio.', size: 8 },
      ],
      lines: bars,
    },
  ])
}

/** A sheet with a bridge in elevation and section. `pictureOctets` adds a raw picture, so that the file has its weight. */
export function drawingPdf(options: { title: string; sheets: number[]; pictureOctets?: number }): Buffer {
  const { title, sheets, pictureOctets = 0 } = options
  return pdf(
    sheets.map((sheet, index) => ({
      texts: [
        { x: 60, y: 780, text: title, size: 16, bold: true },
        { x: 60, y: 762, text: `Sheet ${sheet} · scale 1:50 · dimensions in mm`, size: 9 },
        { x: 270, y: 395, text: '31 400', size: 9 },
        { x: 60, y: 250, text: 'Section A-A, handrail 42 mm', size: 10 },
      ],
      lines: bridgeLines(sheet),
      ...(index === 0 && pictureOctets > 0 ? { image: grain(pictureOctets, sheet) } : {}),
    })),
  )
}

function bridgeLines(sheet: number): PdfLine[] {
  const lines: PdfLine[] = [
    { from: [40, 40], to: [555, 40] },
    { from: [40, 800], to: [555, 800] },
    { from: [40, 40], to: [40, 800] },
    { from: [555, 40], to: [555, 800] },
    { from: [70, 430], to: [525, 430], width: 3 },
    { from: [70, 410], to: [525, 410] },
    { from: [80, 100], to: [80, 230], width: 2 },
    { from: [80, 100], to: [260, 100], width: 2 },
    { from: [260, 100], to: [260, 230], width: 2 },
  ]
  const rise = 70 + (sheet % 4) * 15
  const arch = (x: number) => 430 + rise * (1 - ((x - 297) / 228) ** 2)
  for (let x = 70; x < 525; x += 13) {
    const next = Math.min(525, x + 13)
    lines.push({ from: [x, Math.round(arch(x))], to: [next, Math.round(arch(next))], width: 2 })
    if ((x - 70) % 39 === 0) lines.push({ from: [x, 430], to: [x, Math.round(arch(x))] })
  }
  return lines
}

function grain(octets: number, seed: number): PdfImage {
  const width = 800
  const height = Math.max(1, Math.floor(octets / (width * 3)))
  const rgb = noise(seed, width * height * 3)
  // Grey values around the middle: a scan of site paper rather than static.
  for (let at = 0; at < rgb.length; at++) rgb[at] = 200 + (rgb[at]! >> 3)
  return { width, height, rgb }
}

/** A report of a few lines per page. */
export function reportPdf(title: string, paragraphs: string[]): Buffer {
  const texts: PdfText[] = [{ x: 60, y: 780, text: title, size: 17, bold: true }]
  paragraphs.forEach((text, index) => texts.push({ x: 60, y: 740 - index * 20, text, size: 10.5 }))
  return pdf([{ texts, lines: [{ from: [60, 768], to: [535, 768] }] }])
}
