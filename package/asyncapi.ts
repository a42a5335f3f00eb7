import { callFrame, cancelFrame, creditFrame, pongFrame } from '../shared/protocol/frames.ts'
import type { CommandDefinition } from '../shared/protocol/command.ts'
import { ERROR_CODES } from '../shared/protocol/errors.ts'
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../shared/protocol/limits.ts'
import { commands } from '../shared/protocol/registry.ts'
import { toJsonSchema, type JsonSchema } from './jsonSchema.ts'

const ref = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` })
const message = (name: string): { $ref: string } => ({ $ref: `#/channels/bridge/messages/${name}` })
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** The protocol as an AsyncAPI 3 document, from the schemas that the bridge checks by. PROTOCOL.md says what they cannot. */
export function asyncApi(): Record<string, unknown> {
  const schemas: Record<string, JsonSchema> = {}
  const sent: Record<string, { payload: JsonSchema; title: string }> = {}
  const received: Record<string, { payload: JsonSchema; title: string }> = {}
  const all: CommandDefinition[] = Object.values(commands)
  for (const { name, args, item, result } of all) {
    const title = capital(name)
    for (const [part, schema] of Object.entries({ Args: args, Item: item, Result: result }))
      if (schema.type !== 'never')
        schemas[`${title}${part}`] = toJsonSchema(schema, schemas, `${title}${part}`)
    const call = toJsonSchema(callFrame, schemas, 'Call') as { properties: Record<string, JsonSchema> }
    const properties = { ...call.properties, command: { const: name }, args: ref(`${title}Args`) }
    sent[name] = { title: `Call ${name}`, payload: { ...call, properties } }
    if (item.type !== 'never')
      received[`${name}Items`] = {
        title: `Items of ${name}`,
        payload: answer({ items: { type: 'array', items: ref(`${title}Item`) } }),
      }
    received[`${name}Result`] = {
      title: `Result of ${name}`,
      payload: answer({ result: ref(`${title}Result`) }),
    }
  }
  schemas['WireError'] = {
    type: 'object',
    properties: {
      code: { enum: Object.keys(ERROR_CODES) },
      message: { type: 'string' },
      server: { type: 'string', maxLength: 8_192 },
      retryAfter: { type: 'number' },
      step: { enum: ['identity', 'network', 'tls', 'capability', 'authenticate', 'select'] },
    },
    required: ['code', 'message'],
  }
  for (const [name, schema] of Object.entries({ cancel: cancelFrame, credit: creditFrame, pong: pongFrame }))
    sent[name] = { title: `Frame ${name}`, payload: toJsonSchema(schema, schemas, capital(name)) }
  received['error'] = {
    title: 'Error',
    payload: {
      type: 'object',
      properties: { tag: { type: 'integer' }, error: ref('WireError') },
      required: ['error'],
    },
  }
  for (const name of ['hello', 'event', 'ping'])
    received[name] = {
      title: capital(name),
      payload: { type: 'object', properties: { [name]: {} }, required: [name] },
    }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ponte',
      version: `${PROTOCOL_VERSION}.0.0`,
      description:
        'IMAP, typed, over one WebSocket. PROTOCOL.md is the specification; this is made from the schemas that the bridge checks by.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: { bridge: { host: 'mail.example.org', protocol: 'wss', pathname: '/bridge' } },
    channels: {
      bridge: {
        address: '/',
        title: `One WebSocket, subprotocol ${SUBPROTOCOL}`,
        messages: { ...sent, ...received },
      },
    },
    operations: {
      toBridge: {
        action: 'send',
        channel: { $ref: '#/channels/bridge' },
        messages: Object.keys(sent).map(message),
      },
      fromBridge: {
        action: 'receive',
        channel: { $ref: '#/channels/bridge' },
        messages: Object.keys(received).map(message),
      },
    },
    components: { schemas },
  }
}

function answer(part: Record<string, JsonSchema>): JsonSchema {
  return {
    type: 'object',
    properties: { tag: { type: 'integer', minimum: 1 }, ...part },
    required: ['tag', ...Object.keys(part)],
  }
}
