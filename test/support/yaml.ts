/** YAML as plain values, read by the parser that prettier brings: enough for the files of deploy/. */
import * as prettier from 'prettier'

interface Node {
  type: string
  value?: string
  children?: (Node | null)[]
}

/** Not part of what prettier promises, and the only YAML parser here. */
const { __debug: reader } = prettier as unknown as {
  __debug: { parse(text: string, options: object): Promise<{ ast: Node }> }
}

export async function readYaml(text: string): Promise<unknown[]> {
  const { ast } = await reader.parse(text, { parser: 'yaml' })
  return children(ast).map((document) => valueOf(contentOf(document)))
}

const children = (node: Node): Node[] => (node.children ?? []).filter((child) => child !== null)

/** Of a document: what is in its body. */
function contentOf(document: Node): Node | undefined {
  const body = children(document).find(({ type }) => type === 'documentBody')
  return body && children(body)[0]
}

function valueOf(node: Node | undefined): unknown {
  if (!node) return null
  switch (node.type) {
    case 'null':
      return null
    case 'mapping':
    case 'flowMapping':
      return Object.fromEntries(
        children(node).map((item) => {
          const [key, value] = children(item)
          return [String(valueOf(key)), valueOf(value)]
        }),
      )
    case 'sequence':
    case 'flowSequence':
      return children(node).map((item) => valueOf(item))
    case 'mappingKey':
    case 'mappingValue':
    case 'sequenceItem':
    case 'flowSequenceItem':
      return valueOf(children(node)[0])
    case 'plain':
      return scalar(node.value ?? '')
    case 'blockLiteral':
    case 'quoteSingle':
    case 'quoteDouble':
      return node.value
    default:
      throw new Error(`YAML: ${node.type} is not read here`)
  }
}

function scalar(text: string): unknown {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text)
  return text === 'true' ? true : text === 'false' ? false : text === 'null' || text === '' ? null : text
}
