/** Lines above the printed letter: what stands in bold, and what follows it. Both are text. */
export interface PrintHeader {
  subject: string
  lines: readonly { label: string; value: string }[]
  files: readonly string[]
  filesLabel: string
}

/**
 * Puts a letter that is drawn in one reader document into another one, below its header lines, for paper: on white,
 * as wide as the paper, with open folds open. The nodes were made safe where they were drawn; they are copied as nodes.
 */
export function drawForPrint(from: Document, to: Document, header: PrintHeader): void {
  const root = to.documentElement
  root.dataset['ground'] = from.documentElement.dataset['ground'] === 'theme' ? 'theme' : 'paper'
  root.dataset['page'] = 'light'
  root.style.setProperty('color-scheme', 'light')
  root.style.setProperty('--ink', '#000')
  root.style.setProperty('--ink-2', '#333')
  const top = to.createElement('header')
  top.className = 'ponte-print'
  const title = to.createElement('h1')
  title.textContent = header.subject
  title.dir = 'auto'
  top.append(title)
  const files = header.files.length > 0 ? [{ label: header.filesLabel, value: header.files.join(', ') }] : []
  for (const { label, value } of [...header.lines, ...files]) {
    const line = to.createElement('p')
    const bold = to.createElement('b')
    bold.textContent = `${label}: `
    line.append(bold, value)
    top.append(line)
  }
  const body = to.importNode(from.body, true)
  for (const { name } of [...to.body.attributes]) to.body.removeAttribute(name)
  for (const { name, value } of body.attributes) to.body.setAttribute(name, value)
  to.body.style.removeProperty('zoom')
  to.body.replaceChildren(top, ...body.childNodes)
  to.title = header.subject
}
