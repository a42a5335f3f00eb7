import { escapeHtml, richEntity } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { settle } from '../dates.ts'
import { fill } from '../phrases/slots.ts'
import { spamKinds } from '../phrases/spam.ts'
import { random } from '../random.ts'
import type { Letter } from '../types.ts'

/** Junk is deleted after a while, so all that is there is of the last weeks. */
const JUNK_DAYS = 40

/** Unwanted mail, in Junk. */
export function spam(context: Context, index: number): Letter[] {
  const rng = random('spam', context.seed, index)
  const kind = rng.pick(spamKinds)
  const slots = { n: String(rng.int(12, 99)), k: String(rng.int(2, 9)) }
  const [name, address] = rng.pick(kind.from)
  const text = fill(kind.text, slots)
  const [label, url] = [kind.link[0], fill(kind.link[1], slots)]
  const body = text.split('\n\n').map((block) => `<p>${escapeHtml(block)}</p>`)
  const html =
    `<html><body bgcolor="#fffbe6"><center><font face="Arial" size="4" color="#c00000">${body.join('\n')}</font>\n` +
    `<p><a href="${url}" style="background:#d00;color:#fff;padding:14px 30px;font-weight:bold">${escapeHtml(label)}</a></p>\n` +
    `<img src="https://track.bulk-sender.test/o/${rng.hex(16)}.gif" width="1" height="1"></center></body></html>`
  return [
    letter(context, {
      folder: 'Junk',
      date: settle(
        new Date(context.now.getTime() - (2 + rng.next() * JUNK_DAYS) * 86_400_000),
        'machine',
        rng,
      ),
      from: { name, address },
      subject: fill(rng.pick(kind.subjects), slots),
      messageId: messageIdOf(address, context.seed, 'spam', index),
      transport: 'suspicious',
      headers: [
        ['X-Priority', '1'],
        ['X-Mailer', 'PHPMailer 5.2.9'],
      ],
      body: () => richEntity(`${text}\n\n${label}: ${url}`, html),
    }),
  ]
}
