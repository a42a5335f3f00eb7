import { parseArgs } from 'node:util'
import { WebSocket as NodeWebSocket } from 'ws'
import { startServer } from '../bridge/http/server.ts'
import { createLog } from '../bridge/log.ts'
import { PonteError } from '../shared/protocol/errors.ts'
import { commands, type CommandName } from '../shared/protocol/registry.ts'
import { createBridgeClient, type OpenableBridgeClient } from '../web/bridge/client.ts'
import { configuredProvider, credentialsOf } from './provider.ts'

type AnyCall = (name: CommandName, args: object, options?: object) => Promise<unknown>

/** One command over a bridge of its own: on loopback, for as long as it takes. */
export async function runCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { provider: { type: 'string' }, user: { type: 'string' } },
  })
  const [command = '', json = '{}'] = positionals
  const written = parse(json)
  const { provider: id, user } = values
  const credentials = credentialsOf(user)
  if (
    !Object.hasOwn(commands, command) ||
    !written ||
    id === undefined ||
    user === undefined ||
    !credentials
  ) {
    console.error(
      credentials || user === undefined
        ? 'Not understood. See "ponte run --help".'
        : 'Set PONTE_ACCESS_TOKEN or PONTE_PASSWORD. See "ponte run --help".',
    )
    return 2
  }
  const provider = configuredProvider(id)
  const server = await startServer({
    config: { listen: { host: '127.0.0.1', port: 0 }, trustProxy: [], providers: [provider], demo: false },
    version: 'cli',
    log: createLog('silent'),
  })
  const origin = `http://127.0.0.1:${server.port}`
  const client = createBridgeClient({
    url: `${origin.replace('http', 'ws')}/bridge`,
    createWebSocket: (url, protocol) => new NodeWebSocket(url, protocol, { origin }) as unknown as WebSocket,
  })
  try {
    await client.open()
    const { kind, ...secret } = credentials
    const signIn = kind === 'password' ? 'login' : 'authenticate'
    await (client.call as AnyCall)(signIn, { provider: id, ...secret })
    console.log(JSON.stringify(await answered(client, command as CommandName, written)))
    return 0
  } catch (error) {
    const wire = error instanceof PonteError ? error.toWire() : { code: 'internal', message: String(error) }
    console.log(JSON.stringify({ error: wire }))
    console.error(wire.message)
    return 1
  } finally {
    client.close()
    await server.close()
  }
}

async function answered(
  client: OpenableBridgeClient,
  command: CommandName,
  written: Record<string, unknown>,
): Promise<object> {
  const { mailbox } = written
  const args =
    typeof mailbox === 'string' ? { ...written, mailbox: await selected(client, mailbox) } : written
  const items: unknown[] = []
  const streams: Record<number, string> = {}
  const decoder = new TextDecoder()
  const result = await (client.call as AnyCall)(command, args, {
    onItem: (item: unknown) => items.push(item),
    onBytes: (stream: number, bytes: Uint8Array, last: boolean) => {
      streams[stream] = (streams[stream] ?? '') + decoder.decode(bytes, { stream: !last })
    },
  })
  return { items, ...(Object.keys(streams).length > 0 && { streams }), result }
}

async function selected(client: OpenableBridgeClient, path: string): Promise<object> {
  const { uidValidity } = await client.call('examine', { path })
  return { path, uidValidity }
}

function parse(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
