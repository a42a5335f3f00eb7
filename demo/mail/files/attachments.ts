import { fileEntity } from '../mime.ts'
import type { Language } from '../person.ts'
import type { Random } from '../random.ts'
import { noise } from '../random.ts'
import type { Topic } from '../phrases/topic.ts'
import type { Entity } from '../types.ts'
import { docx } from './docx.ts'
import { drawingPdf, reportPdf } from './papers.ts'
import { photoJpeg, photoPng } from './pictures.ts'

const reportNames: Record<Language, readonly string[]> = {
  en: ['Proposal.pdf', 'Fee proposal.docx', 'offer-{number}.pdf'],
  it: ['Preventivo.pdf', 'Offerta n. {number}.docx', 'Perché costa così – nota.pdf'],
  ar: ['عرض السعر.pdf'],
  ja: ['御見積書.pdf'],
}

const named = (names: readonly string[], rng: Random) =>
  rng.pick(names).replace('{number}', String(rng.int(10, 240)))

/** Points of a survey, as comma-separated values. */
export function surveyCsv(rng: Random, points: number): Buffer {
  const rows = ['point,east_m,north_m,height_m,note']
  for (let index = 1; index <= points; index++) {
    const [east, north] = [rng.int(100000, 139999) / 1000, rng.int(200000, 226000) / 1000]
    rows.push(
      `P${index},${east.toFixed(3)},${north.toFixed(3)},${(rng.int(900, 4200) / 1000).toFixed(3)},${rng.pick(['', '', 'kerb', 'wall', 'gutter', 'bench'])}`,
    )
  }
  return Buffer.from(`${rows.join('\r\n')}\r\n`)
}

export function docxEntity(filename: string, paragraphs: string[]): Entity {
  return fileEntity({
    content: docx(paragraphs),
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    filename,
    filenameStyle: 'encoded-word',
  })
}

/** A DWG as far as its first bytes tell: release AC1032, then what no webmail can look into. */
export function dwgEntity(filename: string, octets: number, seed: number): Entity {
  const content = Buffer.concat([Buffer.from('AC1032\0\0', 'latin1'), noise(seed, octets - 8)])
  return fileEntity({ content, type: 'application/acad', filename })
}

const pdfEntity = (filename: string, content: Buffer) =>
  fileEntity({ content, type: 'application/pdf', filename, filenameStyle: 'rfc2231' })

/** The files that come with the first message on a topic. */
export function topicFiles(kind: NonNullable<Topic['file']>, language: Language, rng: Random): Entity[] {
  const sheet = rng.int(2, 24)
  switch (kind) {
    case 'drawing':
      return [
        pdfEntity(
          `${rng.pick(['sheet', 'tav', 'A'])}-${sheet}.pdf`,
          drawingPdf({ title: `Sheet ${sheet}`, sheets: [sheet] }),
        ),
        ...(rng.chance(0.3) ? [dwgEntity(`sheet-${sheet}.dwg`, rng.int(9000, 60000), sheet)] : []),
      ]
    case 'report': {
      const name = named(reportNames[language], rng)
      const lines = [
        `No. ${rng.int(10, 240)}`,
        `Total EUR ${rng.int(2, 40)}.${rng.int(100, 999)},00`,
        'Valid for 30 days.',
      ]
      return [
        name.endsWith('docx')
          ? docxEntity(name, lines)
          : pdfEntity(name, reportPdf(language === 'it' ? 'Preventivo' : 'Quotation', lines)),
      ]
    }
    case 'table':
      return [
        fileEntity({
          content: surveyCsv(rng, rng.int(40, 160)),
          type: 'text/csv; charset=utf-8',
          filename: 'points.csv',
        }),
      ]
    case 'photos':
      return Array.from({ length: rng.int(1, 3) }, (_, index) => {
        const seed = rng.int(1, 40)
        if (index === 0 && rng.chance(0.3)) {
          return fileEntity({ content: photoPng(seed), type: 'image/png', filename: `Schermata ${seed}.png` })
        }
        return fileEntity({
          content: photoJpeg(seed),
          type: 'image/jpeg',
          filename: `IMG_${4000 + seed}.jpg`,
        })
      })
    case 'thesis':
      return [
        docxEntity(`Capitolo ${rng.int(1, 6)} – bozza.docx`, [
          'Passerelle in legno',
          'Il cantiere come progetto.',
        ]),
      ]
    case 'text':
      return [
        fileEntity({
          content: Buffer.from('1. Survey\r\n2. Prices\r\n3. Letter to the city office\r\n'),
          type: 'text/plain; charset=utf-8',
          filename: language === 'it' ? 'verbale.txt' : 'minutes.txt',
        }),
      ]
  }
}
