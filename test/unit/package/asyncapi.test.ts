import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { asyncApi } from '../../../package/asyncapi.ts'
import { toJsonSchema } from '../../../package/jsonSchema.ts'
import { commands } from '../../../shared/protocol/registry.ts'

const FILE = new URL('../../../docs/asyncapi.json', import.meta.url)
const made = asyncApi()

function* references(node: unknown): Generator<string> {
  if (typeof node !== 'object' || node === null) return
  for (const [name, value] of Object.entries(node)) {
    if (name === '$ref') yield String(value)
    else yield* references(value)
  }
}
function resolve(reference: string): unknown {
  let node: unknown = made
  for (const part of reference.replace('#/', '').split('/')) node = (node as Record<string, unknown>)?.[part]
  return node
}

describe('the AsyncAPI document', () => {
  it('is what docs/asyncapi.json holds; PONTE_WRITE_DOCS=1 writes it', () => {
    const text = `${JSON.stringify(made)}\n`
    if (process.env['PONTE_WRITE_DOCS'] !== undefined) writeFileSync(FILE, text)
    expect(readFileSync(FILE, 'utf8')).toBe(text)
  })

  it('has a call and a result for every command, and refers only to what is there', () => {
    for (const name of Object.keys(commands)) {
      expect(resolve(`#/channels/bridge/messages/${name}`), name).toBeDefined()
      expect(resolve(`#/channels/bridge/messages/${name}Result`), name).toBeDefined()
    }
    const all = [...references(made)]
    expect(all.length).toBeGreaterThan(100)
    expect(all.filter((reference) => resolve(reference) === undefined)).toEqual([])
  })

  it('has what AsyncAPI 3 requires', () => {
    expect(made).toMatchObject({
      asyncapi: '3.0.0',
      info: { title: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      servers: { bridge: { host: expect.any(String), protocol: 'wss' } },
      operations: { toBridge: { action: 'send' }, fromBridge: { action: 'receive' } },
    })
  })
})

describe('a JSON Schema', () => {
  const of = (schema: v.GenericSchema) => toJsonSchema(schema, {}, 'X')

  it('keeps names, kinds and bounds', () => {
    const schema = v.strictObject({
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(9)),
      count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 3),
      kinds: v.pipe(v.array(v.picklist(['a', 'b'])), v.maxLength(2)),
    })
    expect(of(schema)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['name', 'kinds'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 9 },
        count: { type: 'integer', minimum: 1, default: 3 },
        kinds: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 2 },
      },
    })
  })

  it('names what refers to itself once', () => {
    const definitions = {}
    const schema = toJsonSchema(commands.search.args, definitions, 'SearchArgs')
    expect(schema).toMatchObject({
      properties: { criteria: { $ref: '#/components/schemas/SearchArgsNode' } },
    })
    expect(Object.keys(definitions)).toEqual(['SearchArgsNode'])
  })
})
