import { Editor, getSchema } from '@tiptap/core'
import Image from '@tiptap/extension-image'
import { DOMParser as ProseMirrorParser, Node as ProseMirrorNode } from '@tiptap/pm/model'
import StarterKit from '@tiptap/starter-kit'
import { sanitise } from '../reader/sanitise.ts'
import { cleanRoom } from './cleanRoom.ts'
import { contentIdIn, isSafeLink, type DocNode } from './doc.ts'
import { textToDoc } from './docText.ts'
import { MAX_PASTE_HTML } from './limits.ts'

/** The only file that loads Tiptap; imported when someone writes rich text. */

export interface RichTextOptions {
  element: HTMLElement
  doc: DocNode
  /** The accessible name of the text. */
  label: string
  onChange: (doc: DocNode) => void
  /** Where the selection went: which buttons are on. */
  onSelection: () => void
  /** Where the picture of a Content-ID is, as a blob URL. */
  pictureUrl: (contentId: string) => string | undefined
  /** Files that were pasted or dropped; `inline` pictures are put where the caret is by `insertPicture`. */
  onFiles: (files: File[]) => void
  /** A picture inside pasted HTML. @returns the Content-ID it will have */
  onPastedPicture: (blob: Blob) => string | undefined
  onSend: () => void
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
  // Pictures are the message's own, by Content-ID: no other source gets into a draft, none is ever fetched.
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
    // A style element of its own would be refused by the page's policy: the rules are in RichText.vue.
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
      // ProseMirror's own way from the clipboard goes through innerHTML and a policy that the page does not have.
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
  // Office puts a picture of the text beside the text itself.
  if (files.length > 0 && (html === '' || !/<(?:p|table|li|h\d|div)\b/i.test(html))) {
    event.preventDefault()
    options.onFiles(files)
    return true
  }
  return take(editor, event, { data: event.clipboardData, ...options })
}

/** Puts foreign content where the caret is: made safe, and then only what the schema knows. */
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
  // Open at both ends: one paragraph of text goes on inside the paragraph it is pasted into.
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
  // Pictures that name a part of another message lead nowhere here.
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

/** Safe HTML as a draft's text: of a draft that comes back from the server. */
export function fragmentToDoc(fragment: DocumentFragment): DocNode {
  const schema = getSchema(extensions(() => undefined))
  return fragmentToNode(fragment, schema, () => undefined).toJSON() as DocNode
}

/** `fetch` of a data: URL is not among what the page's policy lets it do. */
function dataUrlToBlob(url: string): Blob | undefined {
  const found = /^data:(image\/(?:png|jpeg|gif|webp|avif|bmp));base64,([A-Za-z0-9+/=\s]+)$/i.exec(url)
  if (!found?.[1] || !found[2]) return undefined
  try {
    const bytes = Uint8Array.from(atob(found[2].replace(/\s+/g, '')), (one) => one.charCodeAt(0))
    return new Blob([bytes], { type: found[1].toLowerCase() })
  } catch {
    return undefined
  }
}
