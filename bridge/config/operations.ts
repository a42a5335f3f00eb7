import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { host, redisUrl } from './configSchema.ts'
import type { Environment } from './environment.ts'

/** What the environment says over the file about running the bridge: metrics, workers, shared limits. */

/** PONTE_METRICS is `9464` or `0.0.0.0:9464`. */
export function metricsFrom(
  file: { host: string; port: number } | undefined,
  env: Environment,
  problems: string[],
): { host: string; port: number } | undefined {
  const text = env.PONTE_METRICS
  if (text === undefined) return file
  const [, name = '127.0.0.1', digits = ''] = /^(?:(.+):)?(\d+)$/.exec(text) ?? []
  const port = Number(digits)
  if (digits !== '' && port <= 65535 && v.is(host, name)) return { host: name, port }
  problems.push(
    `PONTE_METRICS must be a port, or an address and a port as in 127.0.0.1:9464, not ${JSON.stringify(text)}.`,
  )
  return undefined
}

/** The file's `redis.url`, or what the file `redis.urlFile` holds, so that a password stands in no configuration. */
export function redisFrom(
  file: { url?: string | undefined; urlFile?: string | undefined } | undefined,
  context: { env: Environment; base: string; problems: string[] },
): string | undefined {
  const { env, base, problems } = context
  if (env.PONTE_REDIS_URL !== undefined) {
    if (v.is(redisUrl, env.PONTE_REDIS_URL)) return env.PONTE_REDIS_URL
    // Not the value itself: it may hold a password.
    problems.push('PONTE_REDIS_URL must be a URL that begins with redis:// or rediss://.')
    return undefined
  }
  if (file?.url !== undefined && file.urlFile !== undefined)
    problems.push('redis.url: and redis.urlFile are both set. Leave one of them out.')
  if (file?.urlFile === undefined) return file?.url
  const path = resolve(base, file.urlFile)
  try {
    const url = readFileSync(path, 'utf8').trim()
    if (v.is(redisUrl, url)) return url
    problems.push(`redis.urlFile: ${path} must hold a URL that begins with redis:// or rediss://.`)
  } catch (error) {
    problems.push(`redis.urlFile: ${path} cannot be read: ${(error as Error).message}`)
  }
  return undefined
}

/** `auto`: one for each core. One alone is no worker. */
export function workersFrom(
  file: number | 'auto' | undefined,
  env: Environment,
  problems: string[],
): number | undefined {
  const text = env.PONTE_WORKERS ?? file?.toString()
  if (text === undefined) return undefined
  const count = text === 'auto' ? availableParallelism() : Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= MAX_WORKERS) return count > 1 ? count : undefined
  problems.push(
    `PONTE_WORKERS must be a number from 1 to ${MAX_WORKERS}, or auto, not ${JSON.stringify(text)}.`,
  )
  return undefined
}

/** More than any machine's cores: a number that is meant. */
const MAX_WORKERS = 256
