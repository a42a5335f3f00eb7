import type { GenericSchema } from 'valibot'

export type JsonSchema = Record<string, unknown>

/** A valibot schema, or an action of its pipe, as far as it is looked at. */
interface Node {
  type: string
  entries?: Record<string, Node>
  wrapped?: Node
  item?: Node
  items?: Node[]
  options?: readonly unknown[]
  key?: Node
  value?: Node
  literal?: unknown
  default?: unknown
  pipe?: Node[]
  requirement?: unknown
  getter?: (input: unknown) => Node
}

/** What a pipe's actions ask, where JSON Schema has a word for it; checks without one stand in PROTOCOL.md. */
const ACTIONS: Record<string, (requirement: unknown) => JsonSchema> = {
  max_length: (bound) => ({ maxLength: bound }),
  min_length: (bound) => ({ minLength: bound }),
  max_value: (bound) => ({ maximum: bound }),
  min_value: (bound) => ({ minimum: bound }),
  integer: () => ({ type: 'integer' }),
  safe_integer: () => ({ type: 'integer' }),
  regex: (pattern) => ({ pattern: (pattern as RegExp).source }),
  iso_timestamp: () => ({ format: 'date-time' }),
  iso_date: () => ({ format: 'date' }),
}
/** The same bounds of lists have other names. */
const OF_LISTS: Record<string, string> = { maxLength: 'maxItems', minLength: 'minItems' }

/** JSON Schema (draft 2020-12) of a schema; what refers to itself becomes a definition of its own. */
export function toJsonSchema(
  schema: GenericSchema,
  definitions: Record<string, JsonSchema>,
  prefix: string,
): JsonSchema {
  const known = new Map<unknown, string>()

  function convert(node: Node): JsonSchema {
    const base = bare(node)
    const isList = node.type === 'array'
    for (const action of node.pipe ?? []) {
      const more = ACTIONS[action.type]?.(action.requirement) ?? {}
      for (const [name, value] of Object.entries(more)) base[(isList && OF_LISTS[name]) || name] = value
      // A check first, then what it checks.
      if (node.type === 'custom' && action !== node.pipe?.[0] && hasShape(action)) return convert(action)
    }
    return base
  }

  function bare(node: Node): JsonSchema {
    switch (node.type) {
      case 'string':
      case 'number':
      case 'boolean':
        return { type: node.type }
      case 'literal':
        return { const: node.literal }
      case 'picklist':
        return { enum: [...(node.options ?? [])] }
      case 'array':
        return { type: 'array', items: node.item ? convert(node.item) : {} }
      case 'strict_tuple':
      case 'tuple':
        return { type: 'array', prefixItems: (node.items ?? []).map(convert), items: false }
      case 'object':
      case 'strict_object':
        return object(node)
      case 'record':
        return { type: 'object', additionalProperties: node.value ? convert(node.value) : true }
      case 'union':
      case 'variant':
        return { oneOf: ((node.options ?? []) as Node[]).map(convert) }
      case 'nullable':
        return { oneOf: [node.wrapped ? convert(node.wrapped) : {}, { type: 'null' }] }
      case 'optional':
        return {
          ...(node.wrapped ? convert(node.wrapped) : {}),
          ...(node.default !== undefined && { default: node.default }),
        }
      case 'lazy':
        return reference(node)
      case 'never':
        return { not: {} }
      default:
        return {}
    }
  }

  function object({ type, entries = {} }: Node): JsonSchema {
    const required = Object.keys(entries).filter((name) => entries[name]?.type !== 'optional')
    return {
      type: 'object',
      properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, convert(entry)])),
      ...(required.length > 0 && { required }),
      ...(type === 'strict_object' && { additionalProperties: false }),
    }
  }

  function reference(node: Node): JsonSchema {
    const name = known.get(node) ?? `${prefix}Node${known.size || ''}`
    if (!known.has(node)) {
      known.set(node, name)
      definitions[name] = node.getter ? convert(node.getter(undefined)) : {}
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  return convert(schema as unknown as Node)
}

function hasShape({ type }: Node): boolean {
  return ['lazy', 'record', 'object', 'strict_object', 'variant', 'union'].includes(type)
}
