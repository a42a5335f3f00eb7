import { MAX_BODY_PARTS } from '../../shared/protocol/limits.ts'
import type { BodyPart } from '../../shared/mail/bodyStructure.ts'
import {
  MAX_INLINE_IMAGE_BYTES,
  MAX_INLINE_TOTAL_BYTES,
  MAX_MIME_DEPTH,
  MAX_MIME_NODES,
  MAX_SHOWN_PARTS,
  MAX_SHOWN_TEXT_BYTES,
} from './limits.ts'

/** A part that can be asked for. */
export type LeafPart = BodyPart & { part: string }

/** How a part is drawn. Each is drawn on its own: parts are never joined before they are made safe (EFAIL). */
export interface ShownPart {
  kind: 'html' | 'text' | 'image'
  part: LeafPart
}

export interface PartsToShow {
  /** What the body consists of, in reading order. */
  body: ShownPart[]
  /** Pictures that HTML may name by Content-ID; those it does not name belong to the attachments. */
  inline: LeafPart[]
  attachments: LeafPart[]
  /** Something was left out: too deep, too many parts, or a text too large to draw. */
  cut: boolean
  /** The message comes as HTML and as plain text: the reader may choose. */
  choice: boolean
  /** Its words are encrypted, by S/MIME (RFC 8551) or OpenPGP (RFC 3156). */
  encrypted: boolean
  /** The server found nothing in it: `body` is the whole message as it came. */
  raw: boolean
}

export type BodyForm = 'html' | 'plain'

interface Walk extends PartsToShow {
  nodes: number
  prefer: BodyForm
}

const RASTER = /^image\/(?:png|jpe?g|pjpeg|gif|webp|bmp|x-ms-bmp|avif)$/
/** Text that no person reads as a letter: offered as a file, and shown only when there is nothing else. */
const TEXT_AS_FILE = /^text\/(?:calendar|csv|vcard|x-vcard|directory|css|javascript|xml|rtf|richtext)$/

/**
 * Decides from BODYSTRUCTURE alone what a reader sees (RFC 2046 section 5.1, RFC 2387, RFC 2183), so that one fetch
 * brings all of it. Tolerates structures with missing types, numbers and children.
 */
export function choosePartsToShow(root: BodyPart | undefined, prefer: BodyForm = 'html'): PartsToShow {
  const walk: Walk = {
    body: [],
    inline: [],
    attachments: [],
    cut: false,
    choice: false,
    encrypted: root?.type === 'multipart/encrypted',
    raw: root !== undefined && isBroken(root),
    nodes: 0,
    prefer,
  }
  if (walk.raw) return { ...walk, body: [{ kind: 'text', part: WHOLE_MESSAGE }] }
  if (root) visit(root, walk, 0)
  if (walk.body.length === 0) showFileAsText(walk)
  const { body, inline, attachments, cut, choice, encrypted, raw } = walk
  return { body, ...withinFetch(body, inline, attachments), cut, choice, encrypted, raw }
}

/** Stands for the message itself, header and all, where none of its parts can be asked for. */
export const WHOLE_MESSAGE: LeafPart = {
  part: '',
  type: 'text/plain',
  parameters: {},
  dispositionParameters: {},
}

/** A multipart whose boundary is wrong or missing: servers find no part in it, or only empty ones. */
function isBroken(root: BodyPart): boolean {
  if (!root.type.startsWith('multipart/') || root.type === 'multipart/encrypted') return false
  let level: readonly BodyPart[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_MIME_DEPTH || level.length > MAX_MIME_NODES) return false
    if (level.some((node) => !node.type.startsWith('multipart/') && node.size !== 0)) return false
    level = level.flatMap((node) => node.children ?? [])
  }
  return true
}

function visit(node: BodyPart, walk: Walk, depth: number): void {
  if (depth > MAX_MIME_DEPTH || ++walk.nodes > MAX_MIME_NODES) {
    walk.cut = true
    return
  }
  const children = node.children ?? []
  if (node.type.startsWith('multipart/')) {
    if (node.type === 'multipart/alternative') visitAlternative(children, walk, depth)
    else if (node.type === 'multipart/related') visitRelated(node, walk, depth)
    else for (const child of children) visit(child, walk, depth + 1)
    return
  }
  if (isLeaf(node)) visitLeaf(node, walk)
}

/** The last alternative is the richest (RFC 2046 section 5.1.4), but HTML wins over calendars and AMP that follow it. */
function visitAlternative(children: BodyPart[], walk: Walk, depth: number): void {
  const html = children.findLast((child) => holds(child, 'text/html', depth))
  const plain = children.findLast((child) => holds(child, 'text/plain', depth))
  walk.choice ||= html !== undefined && plain !== undefined && html !== plain
  const chosen =
    (walk.prefer === 'plain' ? (plain ?? html) : (html ?? plain)) ??
    children.findLast((child) => child.type.startsWith('multipart/')) ??
    children.at(0)
  for (const child of children) {
    if (child === chosen) visit(child, walk, depth + 1)
    else collectFiles(child, walk, depth + 1)
  }
}

/** The root is the one `start` names, else the first; the others are there for the root to show (RFC 2387). */
function visitRelated(node: BodyPart, walk: Walk, depth: number): void {
  const children = node.children ?? []
  const start = node.parameters['start']
  const root = children.find((child) => start !== undefined && child.id === start) ?? children[0]
  if (root) visit(root, walk, depth + 1)
  const html = walk.body.some((shown) => shown.kind === 'html')
  for (const child of children) {
    if (child === root) continue
    if (html && isLeaf(child) && isRaster(child)) walk.inline.push(child)
    else if (child.type.startsWith('multipart/')) visit(child, walk, depth + 1)
    else if (isLeaf(child)) walk.attachments.push(child)
  }
}

/** S/MIME that is signed only says so; without a word on it the file's name tells, mostly (RFC 8551 section 3.2.2). */
function isEncrypted({ type, parameters }: LeafPart): boolean {
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(type)) return false
  return /^(?:auth-?)?enveloped-data$/i.test(parameters['smime-type'] ?? 'enveloped-data')
}

function visitLeaf(leaf: LeafPart, walk: Walk): void {
  walk.encrypted ||= isEncrypted(leaf)
  const kind = kindOf(leaf)
  if (leaf.disposition === 'attachment' || kind === undefined) {
    walk.attachments.push(leaf)
    return
  }
  if (kind === 'image') {
    const html = walk.body.some((shown) => shown.kind === 'html')
    // Some mailers put the pictures of their HTML beside it instead of relating them.
    if (html && leaf.id !== undefined) walk.inline.push(leaf)
    else {
      walk.attachments.push(leaf)
      if (leaf.disposition === 'inline' && (leaf.size ?? 0) <= MAX_INLINE_IMAGE_BYTES) show(kind, leaf, walk)
    }
    return
  }
  if ((leaf.size ?? 0) > MAX_SHOWN_TEXT_BYTES) {
    walk.cut = true
    walk.attachments.push(leaf)
    return
  }
  show(kind, leaf, walk)
}

function show(kind: ShownPart['kind'], part: LeafPart, walk: Walk): void {
  if (walk.body.length < MAX_SHOWN_PARTS) walk.body.push({ kind, part })
  else walk.cut = true
}

function kindOf(leaf: LeafPart): ShownPart['kind'] | undefined {
  if (leaf.type === 'text/html') return 'html'
  if (isRaster(leaf)) return 'image'
  if (leaf.type === 'message/delivery-status' || leaf.type === 'text/rfc822-headers') return 'text'
  if (leaf.type.startsWith('text/') && !TEXT_AS_FILE.test(leaf.type)) return 'text'
  // Outlook.com has parts whose type is NIL; RFC 2045 section 5.2 makes them plain text.
  if (!/^[^/]+\/[^/]+$/.test(leaf.type)) return 'text'
  return undefined
}

/** Alternatives that were not chosen: their texts are another form of what is shown, but their files are not. */
function collectFiles(node: BodyPart, walk: Walk, depth: number): void {
  if (depth > MAX_MIME_DEPTH || ++walk.nodes > MAX_MIME_NODES) {
    walk.cut = true
    return
  }
  for (const child of node.children ?? [])
    if (node.type.startsWith('multipart/')) collectFiles(child, walk, depth + 1)
  if (!isLeaf(node) || node.type.startsWith('multipart/')) return
  const file =
    node.disposition === 'attachment' || node.type === 'text/calendar' || !node.type.startsWith('text/')
  if (file) walk.attachments.push(node)
}

/** An invitation alone in a message is read as text; HTML in it stays letters. */
function showFileAsText(walk: Walk): void {
  const text = walk.attachments.find(
    (leaf) =>
      leaf.type === 'text/calendar' &&
      leaf.disposition !== 'attachment' &&
      (leaf.size ?? 0) <= MAX_SHOWN_TEXT_BYTES,
  )
  if (text) walk.body.push({ kind: 'text', part: text })
}

/** Keeps the one fetch small, with room for the header: pictures beyond the bounds become attachments. */
function withinFetch(
  body: ShownPart[],
  inline: LeafPart[],
  attachments: LeafPart[],
): Pick<PartsToShow, 'inline' | 'attachments'> {
  const kept: LeafPart[] = []
  const left: LeafPart[] = []
  let total = body.reduce((sum, shown) => sum + (shown.kind === 'image' ? (shown.part.size ?? 0) : 0), 0)
  for (const leaf of inline) {
    const size = leaf.size ?? 0
    const fits = size <= MAX_INLINE_IMAGE_BYTES && total + size <= MAX_INLINE_TOTAL_BYTES
    if (fits && body.length + kept.length < MAX_BODY_PARTS - 1) {
      kept.push(leaf)
      total += size
    } else left.push(leaf)
  }
  return { inline: kept, attachments: [...attachments, ...left] }
}

function holds(node: BodyPart, type: string, depth: number): boolean {
  if (depth > MAX_MIME_DEPTH) return false
  if (node.type === type) return node.disposition !== 'attachment'
  return (
    node.type.startsWith('multipart/') && (node.children ?? []).some((child) => holds(child, type, depth + 1))
  )
}

function isLeaf(node: BodyPart): node is LeafPart {
  return node.part !== undefined
}

function isRaster(node: BodyPart): boolean {
  return RASTER.test(node.type)
}
