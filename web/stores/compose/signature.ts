import type { DocNode } from '../../editor/doc.ts'
import { docFrom, isEmptyDoc, picturesIn } from '../../editor/doc.ts'
import { docToText } from '../../editor/docText.ts'
import type { DraftFile } from './draftFiles.ts'
import { forMessage, picturesFrom, type SignaturePictures } from './signaturePictures.ts'

/** What stands under the messages of one sender; a tree, like every rich text (threat 24). */
export interface Signature {
  doc: DocNode
  /** Under the quoted original, not above it. */
  below: boolean
  pictures?: SignaturePictures
}

/** A draft, as far as a signature needs to know it. */
export interface Signable {
  format: 'rich' | 'plain'
  doc: DocNode
  text: string
  files: DraftFile[]
  quote?: object | undefined
  about?: object | undefined
  /** The nodes of the signature that was put in, as long as nobody took it out. */
  signature?: readonly DocNode[] | undefined
  /** What stands below the quote: a signature that is to be there. */
  tail?: DocNode | undefined
}

/** RFC 3676 section 4.3: what is below is the signature. */
const DASHES = '-- \n'

const textOf = (nodes: readonly DocNode[]): string =>
  `\n${DASHES}${docToText({ type: 'doc', content: [...nodes] })}\n`

/**
 * Puts a signature into a draft, in the place of the one it has. One that the writer has changed is the writer's own text,
 * and stays.
 */
export function sign<Draft extends Signable>(draft: Draft, signature: Signature | undefined): Draft {
  const bare = unsigned(draft)
  if (!signature?.doc.content || isEmptyDoc(signature.doc)) return bare
  const { below } = signature
  const { nodes, files } = forMessage(signature.doc, signature.pictures)
  const signed = { ...bare, signature: nodes }
  if (bare.format === 'plain') {
    const text = textOf(nodes)
    return { ...signed, text: below && bare.about ? bare.text + text : text + bare.text }
  }
  signed.files = [...bare.files, ...files]
  if (below && bare.quote) return { ...signed, tail: { type: 'doc', content: [...nodes] } }
  const content = bare.doc.content ?? []
  const isAnswer = bare.about !== undefined && !bare.quote
  // Of an answer the first paragraph is the writer's, the others are the quotation.
  const at = isAnswer && !below ? 1 : content.length
  const before = content.slice(0, at)
  return {
    ...signed,
    doc: { type: 'doc', content: [...before, { type: 'paragraph' }, ...nodes, ...content.slice(at)] },
  }
}

/** The same without the signature it was given, as far as that is still as it was. */
export function unsigned<Draft extends Signable>(draft: Draft): Draft {
  const { signature } = draft
  if (!signature) return draft
  const own = picturesIn({ type: 'doc', content: [...signature] })
  const files = draft.files.filter(({ contentId }) => contentId === undefined || !own.has(contentId))
  const rest = { ...draft, signature: undefined, tail: undefined }
  if (draft.format === 'plain') return { ...rest, text: rest.text.replace(textOf(signature), '') }
  const content = draft.doc.content ?? []
  const wanted = JSON.stringify([{ type: 'paragraph' }, ...signature])
  const length = signature.length + 1
  const at = content.findIndex((_, start) => JSON.stringify(content.slice(start, start + length)) === wanted)
  if (at < 0) return draft.tail ? { ...rest, files } : rest
  return { ...rest, files, doc: { type: 'doc', content: content.toSpliced(at, length) } }
}

/** A stored signature of any version of the page; `undefined` where it is none. */
export function signatureFrom(stored: unknown): Signature | undefined {
  const fields = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Signature>
  const doc = docFrom(fields.doc)
  if (!doc?.content) return undefined
  const pictures = picturesFrom(fields.pictures)
  const has = Object.keys(pictures).length > 0
  return { doc, below: fields.below === true, ...(has ? { pictures } : {}) }
}
