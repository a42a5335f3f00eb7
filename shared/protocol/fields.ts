import type { GenericSchema } from 'valibot'

/** A field of a command's form, read from the schema of its arguments. */
export type Field = { name: string; optional: boolean } & (
  | { kind: 'text' | 'number' | 'boolean' | 'secret' | 'json' }
  /** Text, one entry a line. */
  | { kind: 'lines' }
  | { kind: 'choice'; options: string[] }
  | { kind: 'choices'; options: string[] }
  | { kind: 'group'; fields: Field[] }
  /** One of several shapes; the discriminant `key` says which. */
  | { kind: 'variant'; key: string; shapes: Record<string, Field[]> }
)

/** Names of fields whose values the page puts in itself and shows nowhere. */
export const SECRETS: readonly string[] = ['accessToken', 'password']

interface Node {
  type: string
  entries?: Record<string, Node>
  wrapped?: Node
  item?: Node
  options?: readonly unknown[]
  literal?: unknown
  key?: string
}

export function fieldsOf(schema: GenericSchema): Field[] {
  return entriesOf(schema as unknown as Node)
}

function entriesOf({ entries = {} }: Node): Field[] {
  return Object.entries(entries).map(([name, node]) => fieldOf(name, node))
}

function fieldOf(name: string, schema: Node): Field {
  const optional = schema.type === 'optional'
  const node = optional && schema.wrapped ? schema.wrapped : schema
  const common = { name, optional }
  if (SECRETS.includes(name)) return { ...common, kind: 'secret' }
  switch (node.type) {
    case 'string':
      return { ...common, kind: 'text' }
    case 'number':
      return { ...common, kind: 'number' }
    case 'boolean':
      return { ...common, kind: 'boolean' }
    case 'picklist':
      return { ...common, kind: 'choice', options: (node.options ?? []).map(String) }
    case 'literal':
      return { ...common, kind: 'choice', options: [String(node.literal)] }
    case 'object':
    case 'strict_object':
      return { ...common, kind: 'group', fields: entriesOf(node) }
    case 'array':
      return { ...common, ...listOf(node.item) }
    case 'variant':
      return { ...common, ...variantOf(node) }
    case 'union':
      // An address, or the empty text in its place.
      return { ...common, kind: isText(node.options) ? 'text' : 'json' }
    default:
      return { ...common, kind: 'json' }
  }
}

type Kind<K> = K extends unknown ? Omit<K, 'name' | 'optional'> : never

function listOf(item: Node | undefined): Kind<Field> {
  if (item?.type === 'string') return { kind: 'lines' }
  if (item?.type === 'picklist') return { kind: 'choices', options: (item.options ?? []).map(String) }
  return { kind: 'json' }
}

function variantOf(node: Node): Kind<Field> {
  const { key = '' } = node
  const shapes: Record<string, Field[]> = {}
  for (const shape of (node.options ?? []) as Node[]) {
    const kind = shape.entries?.[key]
    if (kind?.type !== 'literal') return { kind: 'json' }
    shapes[String(kind.literal)] = entriesOf(shape).filter(({ name }) => name !== key)
  }
  return { kind: 'variant', key, shapes }
}

function isText(options: readonly unknown[] | undefined): boolean {
  const isString = ({ type, literal }: Node) => type === 'string' || typeof literal === 'string'
  return (options ?? []).every((option) => isString(option as Node))
}
