import { onReader } from '../../reader/frame.ts'
import { drawForPrint, type PrintHeader } from '../../reader/print.ts'

/**
 * Prints one letter alone: its sanitised document is copied into a frame of its own, below its header lines, and that
 * frame prints itself. It may open the browser's dialog and nothing else: no script runs there either.
 * @param title Names the frame for who looks for it.
 */
export function printMessage(from: Document, header: PrintHeader, title: string): void {
  document.querySelector('iframe.print-frame')?.remove()
  const frame = document.createElement('iframe')
  frame.className = 'print-frame'
  frame.title = title
  frame.ariaHidden = 'true'
  frame.tabIndex = -1
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.referrerPolicy = 'no-referrer'
  frame.src = 'reader.html'
  frame.addEventListener(
    'load',
    onReader((paper) => void fill(paper, from, header)),
  )
  document.body.append(frame)
}

async function fill(paper: Document, from: Document, header: PrintHeader): Promise<void> {
  drawForPrint(from, paper, header)
  await Promise.all([...paper.images].map((image) => image.decode().catch(() => undefined)))
  // The page gives its file name to what is printed.
  const title = document.title
  document.title = header.subject
  try {
    paper.defaultView?.print()
  } finally {
    document.title = title
  }
}
