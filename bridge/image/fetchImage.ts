import { lookup as lookUp } from 'node:dns/promises'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { MAGIC_BYTES, rasterTypeOf, type RasterType } from '../../shared/mail/imageType.ts'
import type { ImageRefusal } from '../../shared/protocol/commands/image.ts'
import { MAX_IMAGE_BYTES, MAX_IMAGE_HEADER_BYTES, MAX_IMAGE_REDIRECTS } from '../limits.ts'
import { isPublicAddress, isPublicName } from './addresses.ts'

/** Where a name leads. The system's own answer, or a test's. */
export type Resolve = (name: string) => Promise<readonly { address: string; family: number }[]>

export interface FetchImageOptions {
  signal: AbortSignal
  /** Takes the picture's bytes as they come; the next are read when it has settled. */
  write(bytes: Uint8Array): Promise<void>
  resolve?: Resolve | undefined
  /** Tests only: `host:port` of servers of their own, which may be local and at any port. */
  trusted?: readonly string[] | undefined
}

/** The picture is refused, or could not be had. */
export class NoImage extends Error {
  readonly reason: ImageRefusal

  constructor(reason: ImageRefusal) {
    super(reason)
    this.reason = reason
  }
}

/** Says nothing of who asks. Without a user agent many hosts answer nothing at all. */
const HEADERS = {
  accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/bmp',
  'accept-encoding': 'identity',
  'user-agent': 'Mozilla/5.0 (compatible)',
}

/**
 * A picture at an address that a stranger wrote (threat 30). The name is resolved once, every address of it is checked,
 * and the connection goes to one of those: a second answer of the name server cannot move it. Each redirect is checked in
 * the same way. @throws NoImage
 */
export async function fetchImage(
  from: string,
  options: FetchImageOptions,
): Promise<{ type: RasterType; size: number }> {
  let url = parse(from)
  for (let hops = 0; hops <= MAX_IMAGE_REDIRECTS; hops++) {
    const response = await ask(url, options)
    try {
      const { statusCode = 0, headers } = response
      if (statusCode === 200) return await read(response, options)
      if (statusCode < 300 || statusCode > 399 || headers.location === undefined)
        throw new NoImage('notFound')
      url = parse(headers.location, url)
    } finally {
      response.destroy()
    }
  }
  throw new NoImage('notFound')
}

function parse(text: string, base?: URL): URL {
  try {
    return new URL(text, base)
  } catch {
    throw new NoImage('notAllowed')
  }
}

async function ask(url: URL, options: FetchImageOptions): Promise<http.IncomingMessage> {
  const lookup = await pinned(url, options)
  const { get } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const request = get(url, {
      headers: HEADERS,
      lookup,
      signal: options.signal,
      agent: false,
      maxHeaderSize: MAX_IMAGE_HEADER_BYTES,
    })
    request.once('response', resolve)
    // An error behind the answer is the reading's.
    request.on('error', () => reject(new NoImage('unreachable')))
  })
}

/** The one way to the host that was checked. */
async function pinned(
  url: URL,
  { trusted = [], resolve, signal }: FetchImageOptions,
): Promise<LookupFunction> {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const isTrusted = trusted.includes(`${name}:${port}`)
  const isWeb = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  if (!isWeb || (!isTrusted && port !== '80' && port !== '443')) throw new NoImage('notAllowed')
  if (!isTrusted && isIP(name) === 0 && !isPublicName(name)) throw new NoImage('notAllowed')
  const addresses =
    isIP(name) === 0
      ? await unlessAborted((resolve ?? systemResolve)(name), signal)
      : [{ address: name, family: isIP(name) }]
  const [first] = addresses
  if (!first) throw new NoImage('unreachable')
  if (!isTrusted && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new NoImage('notAllowed')
  return (_name, { all }, answer) => {
    if (all) answer(null, [{ address: first.address, family: first.family }])
    else answer(null, first.address, first.family)
  }
}

const systemResolve: Resolve = (name) => lookUp(name, { all: true })

/** A name server cannot be told to stop: nobody waits for it any longer. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new NoImage('unreachable'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, stop).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** Hands on nothing before the first bytes have shown a raster picture; what the host calls it does not count. */
async function read(
  response: http.IncomingMessage,
  { write }: FetchImageOptions,
): Promise<{ type: RasterType; size: number }> {
  if (Number(response.headers['content-length'] ?? 0) > MAX_IMAGE_BYTES) throw new NoImage('tooLarge')
  let head = Buffer.alloc(0)
  let type: RasterType | undefined
  let size = 0
  for await (const chunk of chunksOf(response)) {
    size += chunk.length
    if (size > MAX_IMAGE_BYTES) throw new NoImage('tooLarge')
    if (type) {
      await write(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < MAGIC_BYTES) continue
    type = typeOf(head)
    await write(head)
  }
  if (!type) {
    type = typeOf(head)
    await write(head)
  }
  return { type, size }
}

function typeOf(head: Uint8Array): RasterType {
  const type = rasterTypeOf(head)
  if (!type) throw new NoImage('notPicture')
  return type
}

async function* chunksOf(response: http.IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* response as AsyncIterable<Buffer>
  } catch {
    throw new NoImage('unreachable')
  }
}
