import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'

/**
 * The built page, read once and served from memory: a new build under a running server neither ends it nor mixes two
 * versions, and no request ever reaches the file system.
 */
export interface PageFiles {
  /**
   * Answers a request whose path is a file's. @returns whether it was.
   * @param headersOf what a file is sent with besides, by its path: `/reader.html`.
   */
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    headersOf: (path: string) => Record<string, string>,
  ): boolean
}

interface PageFile {
  type: string
  /** By content coding; `identity` is the file itself, the others were made beside it by the build. */
  bodies: Partial<Record<Coding, { bytes: Buffer; etag: string }>>
}

/** In the order of preference. */
const CODINGS = [
  { coding: 'br', suffix: '.br' },
  { coding: 'gzip', suffix: '.gz' },
] as const
type Coding = 'identity' | (typeof CODINGS)[number]['coding']

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Reads the folder; names that begin with a dot are left out. Without the folder there are no files. */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>()
  for (const path of pathsIn(folder)) {
    const coded = CODINGS.find(({ suffix }) => path.endsWith(suffix))
    const name = coded ? path.slice(0, -coded.suffix.length) : path
    const file = files.get(name) ?? { type: TYPES[extname(name)] ?? 'application/octet-stream', bodies: {} }
    const bytes = readFileSync(join(folder, path))
    file.bodies[coded?.coding ?? 'identity'] = {
      bytes,
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    }
    files.set(name, file)
  }
  return {
    serve(request, response, headersOf) {
      const path = pathOf(request.url ?? '/')
      const file = path === undefined ? undefined : files.get(path)
      if (path === undefined || !file) return false
      send(request, response, { file, headers: headersOf(path) })
      return true
    },
  }
}

/** The files below a folder as URL paths: `/assets/app.js`. */
function pathsIn(folder: string, prefix = '/'): string[] {
  let entries
  try {
    entries = readdirSync(join(folder, prefix), { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return entries
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) =>
      entry.isDirectory() ? pathsIn(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
    )
}

/** The decoded path of a request target; `undefined` when it cannot be one. */
function pathOf(target: string): string | undefined {
  try {
    const path = decodeURIComponent(target.replace(/[?#].*$/s, ''))
    return path === '/' ? '/index.html' : path
  } catch {
    return undefined
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { file, headers }: { file: PageFile; headers: Record<string, string> },
): void {
  const coding = chooseCoding(file, String(request.headers['accept-encoding'] ?? ''))
  const body = file.bodies[coding]
  if (!body) {
    response.writeHead(406).end() // only a compressed form exists, and the browser cannot read it
    return
  }
  const common = { ...headers, ETag: body.etag, Vary: 'Accept-Encoding' }
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
  if (known.includes(body.etag)) {
    response.writeHead(304, common).end()
    return
  }
  response.writeHead(200, {
    ...common,
    'Content-Type': file.type,
    'Content-Length': body.bytes.length,
    ...(coding === 'identity' ? {} : { 'Content-Encoding': coding }),
  })
  response.end(request.method === 'HEAD' ? undefined : body.bytes)
}

function chooseCoding(file: PageFile, accepted: string): Coding {
  const accepts = (coding: string): boolean =>
    accepted.split(',').some((one) => {
      const [name, weight] = one
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/)
      return name === coding && Number(weight ?? 1) > 0
    })
  return CODINGS.find(({ coding }) => file.bodies[coding] && accepts(coding))?.coding ?? 'identity'
}
