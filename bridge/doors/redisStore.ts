import { createHash, randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import type { Log } from '../log.ts'
import * as limits from './limits.ts'
import { MemoryStore } from './memoryStore.ts'
import type { Client, DoorStore, SocketKind } from './store.ts'

/** How long a command may take, in milliseconds: a person waits for it. */
const COMMAND_MS = 1_000
/** How often this process says that it is alive, and for how long that is believed, in milliseconds. */
const BEAT_MS = 5_000
const ALIVE_MS = 20_000
/** Wait between two attempts to reach Redis, in milliseconds. */
const RETRY_MS = 1_000

/** KEYS: count, gate. ARGV: free, first wait, longest wait, how long it counts. One refusal more, and the wait it costs. */
const REFUSE = `
local count = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local over = count - tonumber(ARGV[1])
if over >= 0 then
  local wait = math.min(tonumber(ARGV[2]) * 2 ^ math.min(over, 30), tonumber(ARGV[3]))
  redis.call('SET', KEYS[2], '1', 'PX', string.format('%d', wait))
end
return count`

/** Redis's own clock, in milliseconds: replicas' clocks need not agree. KEYS: processes alive. ARGV: this process, ALIVE_MS. */
const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - tonumber(ARGV[2]))
`

/**
 * KEYS: processes alive, counts by process. ARGV: this process, ALIVE_MS, most. What a process counted that is no
 * longer heard of, because it was killed, is nobody's.
 */
const ENTER = `${BEAT}
local sum = 0
local counts = redis.call('HGETALL', KEYS[2])
for at = 1, #counts, 2 do
  if redis.call('ZSCORE', KEYS[1], counts[at]) then sum = sum + tonumber(counts[at + 1])
  else redis.call('HDEL', KEYS[2], counts[at]) end
end
if sum >= tonumber(ARGV[3]) then return 0 end
redis.call('HINCRBY', KEYS[2], ARGV[1], 1)
return 1`

/** KEYS: counts by process. ARGV: this process. */
const LEAVE = `
if redis.call('HINCRBY', KEYS[1], ARGV[1], -1) <= 0 then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1`

/** The braces keep all keys in one slot of a Redis cluster, which scripts ask for. */
const PREFIX = '{ponte}:'
const ALIVE = `${PREFIX}alive`

/**
 * Counts in Redis or Valkey, for all replicas. Names and networks are there as hashes, and go by themselves. While Redis
 * cannot be reached this process counts by itself: nobody is kept from their mail for the sake of a count.
 */
export class RedisStore implements DoorStore {
  readonly #redis: Redis
  readonly #alone = new MemoryStore()
  readonly #id = randomUUID()
  readonly #log: Log
  readonly #beats: NodeJS.Timeout
  /** Sockets counted here; told again when Redis has forgotten them. */
  readonly #sockets = new Map<string, number>()
  #isLost = false

  constructor(url: string, log: Log) {
    this.#log = log
    this.#redis = new Redis(url, {
      commandTimeout: COMMAND_MS,
      connectTimeout: COMMAND_MS,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      retryStrategy: () => RETRY_MS,
    })
    // Told by the commands that fail; its own text may hold the address.
    this.#redis.on('error', () => undefined)
    this.#redis.on('ready', () => void this.#tellAgain())
    this.#beats = setInterval(() => void this.#beat(), BEAT_MS).unref()
  }

  waitOf(clients: readonly Client[]): Promise<number> {
    return this.#ask(
      async () => {
        const waits = await Promise.all(clients.map((client) => this.#redis.pttl(gateOf(client))))
        return Math.max(...waits, 0)
      },
      () => this.#alone.waitOf(clients),
    )
  }

  countRefusal(...[client, rule]: Parameters<DoorStore['countRefusal']>): Promise<void> {
    const values = [rule.free, limits.FIRST_WAIT_MS, rule.longestMs, limits.REFUSALS_COUNT_MS]
    return this.#ask(
      async () => void (await this.#redis.eval(REFUSE, 2, countOf(client), gateOf(client), ...values)),
      () => this.#alone.countRefusal(client, rule),
    )
  }

  forgetRefusals(client: Client): Promise<void> {
    return this.#ask(
      async () => void (await this.#redis.del(countOf(client), gateOf(client))),
      () => this.#alone.forgetRefusals(client),
    )
  }

  async enter(kind: SocketKind, network: string, most: number): Promise<boolean> {
    const key = socketsOf(kind, network)
    const entered = await this.#ask(
      async () => {
        const answer = await this.#redis.eval(ENTER, 2, ALIVE, key, this.#id, ALIVE_MS, most)
        return answer === 1
      },
      // Redis is told of these when it is back.
      () => Promise.resolve((this.#sockets.get(key) ?? 0) < most),
    )
    if (entered) this.#sockets.set(key, (this.#sockets.get(key) ?? 0) + 1)
    return entered
  }

  leave(kind: SocketKind, network: string): Promise<void> {
    const key = socketsOf(kind, network)
    const count = Math.max((this.#sockets.get(key) ?? 1) - 1, 0)
    this.#sockets.set(key, count)
    return this.#ask(
      async () => {
        await this.#redis.eval(LEAVE, 1, key, this.#id)
        if (this.#sockets.get(key) === 0) this.#sockets.delete(key)
      },
      // At 0 it stays, to be told.
      () => Promise.resolve(),
    )
  }

  async close(): Promise<void> {
    clearInterval(this.#beats)
    await this.#redis.zrem(ALIVE, this.#id).catch(() => undefined)
    this.#redis.disconnect()
  }

  async #ask<T>(shared: () => Promise<T>, alone: () => Promise<T>): Promise<T> {
    try {
      const answer = await shared()
      if (this.#isLost) {
        this.#isLost = false
        this.#log.warn({}, 'limit store back')
        void this.#tellAgain()
      }
      return answer
    } catch {
      if (!this.#isLost) this.#log.error({}, 'limit store lost')
      this.#isLost = true
      return alone()
    }
  }

  async #beat(): Promise<void> {
    await this.#ask(
      async () => void (await this.#redis.eval(BEAT, 1, ALIVE, this.#id, ALIVE_MS)),
      () => Promise.resolve(),
    )
  }

  /** Redis may be another, or have been away: what this process counts is set anew. */
  async #tellAgain(): Promise<void> {
    await this.#beat()
    for (const [key, count] of [...this.#sockets]) {
      const tell = async (): Promise<void> => {
        if (count > 0) await this.#redis.hset(key, this.#id, count)
        else await this.#redis.hdel(key, this.#id)
        if (count === 0 && this.#sockets.get(key) === 0) this.#sockets.delete(key)
      }
      await this.#ask(tell, () => Promise.resolve())
    }
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
const countOf = ({ kind, id }: Client): string => `${PREFIX}refusals:${kind}:${hash(id)}`
const gateOf = ({ kind, id }: Client): string => `${PREFIX}closed:${kind}:${hash(id)}`
const socketsOf = (kind: SocketKind, network: string): string => `${PREFIX}sockets:${kind}:${hash(network)}`
