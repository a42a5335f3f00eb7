import { domToText } from '../../editor/domText.ts'
import { cleanRoom } from '../../editor/cleanRoom.ts'
import { unflow } from '../../editor/docText.ts'
import { emptyDoc } from '../../editor/doc.ts'
import type { Address } from '../../../shared/mail/address.ts'
import { formatAddress } from '../../mime/addressList.ts'
import { sameAddress } from '../../mime/reply.ts'
import type { Sender } from '../../mime/senders.ts'
import { messageIdsIn } from '../../mime/messageId.ts'
import { contentIdOf } from '../../reader/draw.ts'
import { sanitise } from '../../reader/sanitise.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import type { MessageBody } from '../reading/index.ts'
import {
  draftPrint,
  emptyDraft,
  QUOTE_CLASS,
  recipientText,
  type ComposerDraft,
  type DraftQuote,
} from './draft.ts'
import { fileFromPart, newContentId, type DraftFile } from './draftFiles.ts'

/** Turns a message of the Drafts folder into a draft; its files stay on the server, by reference. */
export async function draftFromMessage(
  { row, mailbox }: OpenMessage,
  body: MessageBody,
  senders: readonly Sender[],
): Promise<ComposerDraft> {
  const at = { mailbox, uid: row.uid }
  const { envelope } = row
  const written = envelope?.from.at(0)
  // Only as somebody the account sends as: anybody's message may lie in Drafts.
  const isMine = senders.some((one) => written && sameAddress(one.address, written.address))
  const from = isMine ? written : senders[0]
  const text = body.parts.find((part) => part.kind === 'text')
  const html = body.parts.find((part) => part.kind === 'html')
  const pictures: DraftFile[] = []
  const files = body.attachments.map((part) => fileFromPart(part, at))
  const shown = new Set<string>()
  const rich = html ? await richOf(html.html, (id) => pictureOf(id)) : undefined
  const draft: ComposerDraft = {
    ...emptyDraft({ from, format: rich ? 'rich' : 'plain' }),
    ...(rich ?? { doc: emptyDoc(), text: text ? unflow(text.text, text.flowed).replace(/\n$/, '') : '' }),
    to: recipientText(entries(envelope?.to)),
    cc: recipientText(entries(envelope?.cc)),
    bcc: recipientText(entries(envelope?.bcc)),
    subject: envelope?.subject ?? '',
    // A picture that the text does not show is a file like any other.
    files: [
      ...pictures,
      ...files,
      ...[...body.inline].filter(([id]) => !shown.has(id)).map(([, part]) => fileFromPart(part, at)),
    ],
    references: messageIdsIn(row.headers?.['references']?.join(' ')),
    inReplyTo: messageIdsIn(envelope?.inReplyTo).at(0),
  }
  const id = messageIdsIn(envelope?.messageId).at(0)
  if (id !== undefined) draft.messageId = id
  draft.serverCopy = {
    path: mailbox.path,
    uidValidity: mailbox.uidValidity,
    uid: row.uid,
    print: draftPrint(draft),
  }
  return draft

  function pictureOf(contentId: string): string | undefined {
    const part = body.inline.get(contentId)
    if (!part) return undefined
    const file = { ...fileFromPart(part, at), contentId: newContentId() }
    pictures.push(file)
    shown.add(contentId)
    return `cid:${file.contentId}`
  }
}

async function richOf(
  html: string,
  pictureOf: (contentId: string) => string | undefined,
): Promise<Pick<ComposerDraft, 'doc' | 'quote'>> {
  const [window, { fragmentToDoc }] = await Promise.all([cleanRoom(), import('../../editor/richText.ts')])
  const { fragment } = sanitise(html, {
    window,
    resolveCid: (url) => {
      const id = contentIdOf(url)
      return id === undefined ? undefined : pictureOf(id)
    },
  })
  const element = [...fragment.querySelectorAll(`div.${QUOTE_CLASS}`)].find(
    ({ parentNode }) => parentNode === fragment,
  )
  element?.remove()
  return { doc: fragmentToDoc(fragment), quote: element && quoteOf(element) }
}

/** Reads back what `toMessage` writes: a paragraph, then the original, in a blockquote for a reply and bare for a forward. */
function quoteOf(element: Element): DraftQuote {
  const [intro, original] = element.children
  const introText = intro ? domToText(intro) : ''
  const reply = original?.nodeName.toLowerCase() === 'blockquote'
  intro?.remove()
  const content = reply ? original : element
  return {
    kind: reply ? 'reply' : 'forward',
    intro: introText,
    html: content.innerHTML,
    text: domToText(content),
  }
}

function entries(addresses: readonly Address[] | undefined): string[] {
  return (addresses ?? []).filter(({ address }) => address !== '').map(formatAddress)
}
