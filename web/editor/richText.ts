import { Editor, getSchema } from '@tiptap/core'
import Image from '@tiptap/extension-image'
import { DOMParser as ProseMirrorParser, Node as ProseMirrorNode } from '@tiptap/pm/model'
import StarterKit from '@tiptap/starter-kit'
import { fromBase64 } from '../mime/base64.ts'
import { sanitise } from '../reader/sanitise.ts'
import { cleanRoom } from './cleanRoom.ts'
import { contentIdIn, isSafeLink, type DocNode } from './doc.ts'
import { ADDITIONS } from './extensions.ts'
import { textToDoc } from './docText.ts'
import { MAX_PASTE_HTML } from './limits.ts'

/** The only file that loads Tiptap; imported when someone writes rich text. */

export interface RichTextOptions {
  element: HTMLElement
  doc: DocNode
  /** The accessible name of the text. */
  label: string
  onChange: (doc: DocNode) => void
  /** The selection moved: other buttons may be on. */
  onSelection: () => void
  /** The blob URL of a picture, by Content-ID. */
  pictureUrl: (contentId: string) => string | undefined
  /** Files that were pasted or dropped. */
  onFiles: (files: File[]) => void
  /** Takes a picture of pasted HTML. @returns its new Content-ID */
  onPastedPicture: (blob: Blob) => string | undefined
  onSend: () => void
  /** Something at the caret wants keys. @returns whether it took this one */
  onKey: (event: KeyboardEvent) => boolean
}

const extensions = (pictureUrl: RichTextOptions['pictureUrl']) => [
  StarterKit.configure({
    heading: { levels: [1, 2, 3] },
    link: {
      openOnClick: false,
      linkOnPaste: false,
      autolink: true,
      defaultProtocol: 'https',
      isAllowedUri: (url) => isSafeLink(url) || /^[\w.-]+\.[a-z]{2,}(?:[/?#]\S*)?$/i.test(url),
      HTMLAttributes: { target: null, rel: null },
    },
    trailingNode: false,
    dropcursor: { color: false, class: 'drop-cursor' },
  }),
  ...ADDITIONS,
  // A draft's pictures have Content-IDs. No other source is accepted, so nothing is ever fetched.
  Image.extend({
    inline: true,
    group: 'inline',
    parseHTML: () => [{ tag: 'img[src^="cid:"]' }],
    renderHTML({ HTMLAttributes }) {
      const id = contentIdIn(HTMLAttributes['src'])
      const url = id === undefined ? undefined : pictureUrl(id)
      const { src: _src, ...rest } = HTMLAttributes
      return ['img', url === undefined ? { ...rest, class: 'missing' } : { ...rest, src: url }]
    },
  }).configure({ inline: true }),
]

export function createRichText(options: RichTextOptions): Editor {
  const { element, doc, label, onChange, onSelection } = options
  const editor: Editor = new Editor({
    element,
    extensions: extensions(options.pictureUrl),
    content: doc,
    // The page's policy refuses a style element; the rules are in richText.css.
    injectCSS: false,
    enablePasteRules: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-label': label,
        'aria-multiline': 'true',
        dir: 'auto',
        class: 'rich-text',
      },
      // Not ProseMirror's own paste: it assigns innerHTML, which the page's policy refuses.
      handleDOMEvents: {
        paste: (_view, event) => onPaste(editor, event, options),
        drop: (view, event) => {
          if (view.dragging || !event.dataTransfer) return false
          const { files } = event.dataTransfer
          if (files.length > 0) return false
          view.focus()
          return take(editor, event, { data: event.dataTransfer, ...options })
        },
      },
      handleKeyDown: (_view, event) => {
        if (options.onKey(event)) return true
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false
        options.onSend()
        return true
      },
    },
    onUpdate: () => onChange(editor.getJSON() as DocNode),
    onTransaction: onSelection,
  })
  return editor
}

function onPaste(editor: Editor, event: ClipboardEvent, options: RichTextOptions): boolean {
  if (!event.clipboardData) return false
  const files = [...event.clipboardData.files]
  const html = event.clipboardData.getData('text/html')
  // Office copies a picture of the text along with the text.
  if (files.length > 0 && (html === '' || !/<(?:p|table|li|h\d|div)\b/i.test(html))) {
    event.preventDefault()
    options.onFiles(files)
    return true
  }
  return take(editor, event, { data: event.clipboardData, ...options })
}

/** Inserts foreign content at the caret: sanitised, then reduced to what the schema knows. */
function take(
  editor: Editor,
  event: Event,
  { data, onPastedPicture }: RichTextOptions & { data: DataTransfer },
): boolean {
  const html = data.getData('text/html')
  const text = data.getData('text/plain')
  event.preventDefault()
  const inCode = editor.isActive('codeBlock')
  const plain = (): void => {
    if (inCode) editor.view.dispatch(editor.state.tr.insertText(text))
    else insert(editor, ProseMirrorNode.fromJSON(editor.schema, textToDoc(text.replace(/\r\n?/g, '\n'))))
  }
  if (html === '' || html.length > MAX_PASTE_HTML || inCode) plain()
  else {
    void htmlToNode(html, editor.schema, onPastedPicture).then(
      (node) => insert(editor, node),
      () => plain(),
    )
  }
  return true
}

function insert(editor: Editor, node: ProseMirrorNode): void {
  const { state, view } = editor
  // Open at both ends: a single pasted paragraph continues the one at the caret.
  const single = node.childCount === 1 && node.firstChild?.isTextblock
  const slice = single ? node.slice(1, node.content.size - 1) : node.slice(0, node.content.size)
  view.dispatch(state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true))
}

async function htmlToNode(
  html: string,
  schema: ReturnType<typeof getSchema>,
  onPicture: (blob: Blob) => string | undefined,
): Promise<ProseMirrorNode> {
  const window = await cleanRoom()
  // A picture that names a part of another message has no source here.
  const { fragment } = sanitise(html, { window, resolveCid: () => undefined })
  return fragmentToNode(fragment, schema, onPicture)
}

function fragmentToNode(
  fragment: DocumentFragment,
  schema: ReturnType<typeof getSchema>,
  onPicture: (blob: Blob) => string | undefined,
): ProseMirrorNode {
  for (const sheet of fragment.querySelectorAll('style, title')) sheet.remove()
  for (const image of fragment.querySelectorAll('img')) {
    const blob = dataUrlToBlob(image.getAttribute('src') ?? '')
    const id = blob && onPicture(blob)
    if (id !== undefined) image.setAttribute('src', `cid:${id}`)
  }
  return ProseMirrorParser.fromSchema(schema).parse(fragment)
}

/** Turns sanitised HTML, of a draft on the server, into a rich text. */
export function fragmentToDoc(fragment: DocumentFragment): DocNode {
  const schema = getSchema(extensions(() => undefined))
  return fragmentToNode(fragment, schema, () => undefined).toJSON() as DocNode
}

/** Decodes a data: URL by hand: the page's policy does not let it `fetch` one. */
function dataUrlToBlob(url: string): Blob | undefined {
  const match = /^data:(image\/(?:png|jpeg|gif|webp|avif|bmp));base64,([A-Za-z0-9+/=\s]+)$/i.exec(url)
  if (!match?.[1] || !match[2]) return undefined
  try {
    return new Blob([fromBase64(match[2].replace(/\s+/g, ''))], { type: match[1].toLowerCase() })
  } catch {
    return undefined
  }
}
