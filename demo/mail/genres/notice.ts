import { htmlOf, richEntity } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate } from '../dates.ts'
import { textEntity } from '../mime.ts'
import { notices } from '../phrases/notices.ts'
import { fill } from '../phrases/slots.ts'
import type { Slots } from '../phrases/slots.ts'
import { random } from '../random.ts'
import type { Letter } from '../types.ts'

/** A notification. */
export function notice(context: Context, index: number): Letter[] {
  const rng = random('notice', context.seed, index)
  // GitHub writes most, as it does.
  const source = rng.chance(0.3) ? notices[0]! : rng.pick(notices)
  const slots: Slots = {
    n: String(rng.int(12, 890)),
    k: String(rng.int(3, 17)),
    c: String(rng.int(10, 99)),
    code: rng.hex(10).toUpperCase(),
  }
  for (const [name, choices] of Object.entries(source.words)) slots[name] = fill(rng.pick(choices), slots)
  const [subject, text] = rng.pick(source.messages).map((template) => fill(template, slots)) as [
    string,
    string,
  ]
  const rich = rng.chance(0.6)
  const charset = source.language === 'ja' ? 'iso-2022-jp' : undefined
  return [
    letter(context, {
      folder: rng.pick(['INBOX', 'INBOX', 'INBOX', 'INBOX', 'INBOX', 'Archive', 'Deleted']),
      date: pastDate(context.now, source.rhythm, rng),
      from: { name: source.name, address: source.address },
      subject,
      messageId: messageIdOf(source.address, context.seed, 'notice', index),
      headerStyle: charset === undefined ? { encoding: 'Q' } : { charset },
      headers: [
        ['Auto-Submitted', 'auto-generated'],
        ['X-Auto-Response-Suppress', 'All'],
      ],
      body: () => {
        if (charset !== undefined) return textEntity({ text, charset })
        return rich ? richEntity(text, htmlOf(text, source.language)) : textEntity({ text })
      },
    }),
  ]
}
