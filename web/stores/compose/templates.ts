import type { Sender } from '../../mime/senders.ts'
import { docFrom, isEmptyDoc, type DocNode } from '../../editor/doc.ts'
import { docToText, textToDoc } from '../../editor/docText.ts'
import { parseRecipients, writtenText, type ComposerDraft } from './draft.ts'
import { unsigned } from './signature.ts'

/** Text to begin messages with; a tree, like every rich text (threat 24). */
export interface Template {
  id: string
  name: string
  subject: string
  doc: DocNode
}

/** Written in braces; each stands for what the message tells when the template is put in. */
export const FIELDS = ['name', 'firstName', 'address', 'me', 'date'] as const
type Field = (typeof FIELDS)[number]

export interface FieldSource {
  sender: Sender | undefined
  /** Today, as people write it. */
  date: string
}

/** What cannot be told stays as it is written, for the writer to see. */
function valuesOf(draft: ComposerDraft, { sender, date }: FieldSource): Record<Field, string> {
  const [to] = parseRecipients(draft.to).addresses
  const name = to?.name ?? ''
  return {
    name,
    firstName: name.includes(',') ? (name.split(',')[1]?.trim() ?? '') : (name.split(/\s/)[0] ?? ''),
    address: to?.address ?? '',
    me: sender?.name ?? '',
    date,
  }
}

function filled(text: string, values: Record<Field, string>): string {
  return text.replace(/\{(\w+)\}/g, (field, key: string) => values[key as Field] || field)
}

function filledDoc(node: DocNode, values: Record<Field, string>): DocNode {
  return {
    ...node,
    ...(node.text === undefined ? {} : { text: filled(node.text, values) }),
    ...(node.content ? { content: node.content.map((child) => filledDoc(child, values)) } : {}),
  }
}

/** Puts a template before what is written; its subject only where there is none. */
export function putTemplate(draft: ComposerDraft, template: Template, source: FieldSource): ComposerDraft {
  const values = valuesOf(draft, source)
  const doc = filledDoc(template.doc, values)
  const subject = draft.subject.trim() === '' ? filled(template.subject, values) : draft.subject
  if (draft.format === 'plain') return { ...draft, subject, text: `${docToText(doc)}\n${draft.text}` }
  const [first, ...rest] = draft.doc.content ?? []
  // The empty line in which writing would have begun.
  const kept = first && !isEmptyDoc(first) ? [first, ...rest] : rest
  return { ...draft, subject, doc: { type: 'doc', content: [...(doc.content ?? []), ...kept] } }
}

/** What is written as a template, without signature, quotation and pictures. */
export function templateOf(draft: ComposerDraft, name: string): Template {
  const own = unsigned(draft)
  const doc = own.format === 'rich' ? withoutPictures(own.doc) : textToDoc(writtenText(own))
  return { id: crypto.randomUUID(), name, subject: draft.subject, doc }
}

function withoutPictures(node: DocNode): DocNode {
  if (!node.content) return node
  return { ...node, content: node.content.filter(({ type }) => type !== 'image').map(withoutPictures) }
}

/** Stored templates of any version of the page. */
export function templatesFrom(stored: unknown): Template[] {
  return (Array.isArray(stored) ? stored : []).flatMap((one: unknown) => {
    const fields = (typeof one === 'object' && one !== null ? one : {}) as Partial<Template>
    const { id, name, subject } = fields
    const doc = docFrom(fields.doc)
    const texts = [id, name, subject].every((text) => typeof text === 'string')
    return texts && doc ? [{ id, name, subject, doc } as Template] : []
  })
}
