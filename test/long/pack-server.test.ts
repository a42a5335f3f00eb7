import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { freePort, until } from '../support/net.ts'

/** What scripts/pack-server.mjs packs, as a host would run it: in a folder with nothing else. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

it('starts in an empty folder, without node_modules, build tools or the demo', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ponte-packed-'))
  execFileSync(process.execPath, ['scripts/pack-server.mjs', '--folder', folder], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const server = readdirSync(join(folder, 'server'))
  expect(readdirSync(folder)).not.toContain('node_modules')
  const text = server.map((name) => readFileSync(join(folder, 'server', name), 'utf8')).join('\n')
  expect(text).not.toContain('demo-identity')
  // Nothing outside of the folder but Node's own.
  const outside = [...text.matchAll(/(?:from|import)\s*["']([^."'][^"']*)["']/g)].map(([, name = '']) => name)
  expect(outside.filter((name) => !name.startsWith('node:'))).toEqual([])

  const endpoint = { host: '127.0.0.1', port: 993 }
  const plain = { id: 'plain', name: 'Plain', auth: { kind: 'password' }, imap: endpoint, smtp: endpoint }
  writeFileSync(join(folder, 'ponte.config.json'), JSON.stringify({ providers: [plain] }))
  const [port, metrics] = [await freePort(), await freePort()]
  const begin = performance.now()
  const child = spawn(process.execPath, ['server/start.js'], {
    cwd: folder,
    env: {
      PORT: String(port),
      PONTE_METRICS: String(metrics),
      // Loaded, but nobody is there: it says so and serves.
      PONTE_REDIS_URL: 'redis://127.0.0.1:1',
      PONTE_WORKERS: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const wrote: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => wrote.push(data.toString()))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    await until('the address', () => (wrote.join('').includes('is at') ? true : undefined), { everyMs: 5 })
    const ms = performance.now() - begin
    const [, rss] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
    console.log(
      `Listens after ${ms.toFixed(0)} ms, ${(Number(rss) / 1024).toFixed(0)} MiB resident, ${server.length} files`,
    )
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await fetch(`http://127.0.0.1:${metrics}/metrics`)).status).toBe(200)
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toBe(0)
  rmSync(folder, { recursive: true })
})
