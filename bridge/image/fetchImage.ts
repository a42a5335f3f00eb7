import * as http from 'node:http'
import * as https from 'node:https'
import { MAGIC_BYTES, rasterTypeOf, type RasterType } from '../../shared/mail/imageType.ts'
import type { ImageRefusal } from '../../shared/protocol/commands/image.ts'
import { ForbiddenAddress, wayTo, type Outside } from '../fetch/guard.ts'
import { MAX_IMAGE_BYTES, MAX_IMAGE_HEADER_BYTES, MAX_IMAGE_REDIRECTS } from '../limits.ts'

export interface FetchImageOptions {
  signal: AbortSignal
  /** Takes the picture's bytes as they come; the next are read when it has settled. */
  write(bytes: Uint8Array): Promise<void>
  outside: Outside
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
 * A picture at an address that a stranger wrote, past the guard before other people's servers, as each of its redirects.
 *
 * @throws NoImage
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
  const { outside, signal } = options
  const lookup = await wayTo(url, { schemes: ['http:', 'https:'], outside, signal }).catch(
    (error: unknown) => {
      throw new NoImage(error instanceof ForbiddenAddress ? 'notAllowed' : 'unreachable')
    },
  )
  const { get } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const request = get(url, {
      headers: HEADERS,
      lookup,
      signal,
      agent: false,
      maxHeaderSize: MAX_IMAGE_HEADER_BYTES,
    })
    request.once('response', resolve)
    // An error behind the answer is the reading's.
    request.on('error', () => reject(new NoImage('unreachable')))
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
