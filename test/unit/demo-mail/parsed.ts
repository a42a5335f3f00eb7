import PostalMime from 'postal-mime'
import type { Attachment, Email } from 'postal-mime'
import type { SampleMessage } from '../../../demo/mail/types.ts'

export const user = { address: 'giulia.moretti@outlook.example', name: 'Giulia Moretti' }

/** A Tuesday afternoon. */
export const now = new Date(2026, 10, 24, 15, 30)

/** The header is what stands before the first empty line, unfolded. */
export type Rendered = { message: SampleMessage; raw: Buffer; header: string }
export type Parsed = Rendered & { mail: Email }

/** Without a look into the bodies: some carry megabytes, which take seconds to parse. */
export function render(message: SampleMessage): Rendered {
  const raw = message.raw()
  const header = raw.toString('latin1', 0, raw.indexOf('\r\n\r\n') + 2).replace(/\r\n(?=[ \t])/g, '')
  return { message, raw, header }
}

/** Parses as the page does. */
export async function parseAll(messages: SampleMessage[]): Promise<Parsed[]> {
  const parsed: Parsed[] = []
  for (const message of messages) {
    const rendered = render(message)
    parsed.push({ ...rendered, mail: await PostalMime.parse(rendered.raw) })
  }
  return parsed
}

/** The value of a header field, or nothing. */
export function field({ header }: Rendered, name: string): string | undefined {
  return new RegExp(`^${name}: ?(.*)\\r$`, 'im').exec(header)?.[1]
}

export function contentOf({ content }: Attachment): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer)
}
