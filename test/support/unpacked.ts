/**
 * Mail servers that Debian lets nobody install beside Dovecot: their packages are fetched and unpacked into a folder, and
 * laid over /usr and /etc in a mount namespace of their own. Nothing of the system is installed, removed or changed.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from 'node:tls'
import { ImapFlow } from 'imapflow'
import type { CertificateAuthority } from './ca.ts'
import { until } from './net.ts'

/** A mail server of this kind, while it runs. */
export interface OtherServer {
  host: '127.0.0.1'
  /** TLS from the first byte. */
  imapPort: number
  ca: CertificateAuthority
  /** Of every user. */
  password: string
  /** Delivers a message as another program would. */
  append(user: string, folder: string, raw: string | Buffer): Promise<void>
  /** Subjects in a folder, oldest first; none where there is no such folder. */
  subjects(user: string, folder: string): Promise<string[]>
  /** What the server has written so far. */
  log(): string
  stop(): Promise<void>
}

export interface Unpackable {
  /** Of its folder. */
  name: string
  packages: readonly string[]
  /** A file below the folder that shows that all is there. */
  proof: string
}

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/ponte-servers/', import.meta.url))

/** @returns what hinders: such a server can run here when there is nothing */
export function hindrance({ packages }: Unpackable): string | undefined {
  const advice = `needs root on Debian or Ubuntu, where apt-get fetches ${packages.join(' and ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return advice
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' })
  } catch {
    return `${advice}, and a kernel that lets unshare -m make a mount namespace`
  }
  return undefined
}

/** @returns the folder with usr/ and etc/ of these packages and of what they need */
export function unpack({ name, packages, proof }: Unpackable): string {
  const root = join(CACHE, name)
  if (existsSync(join(root, proof))) return root
  const making = `${root}.${process.pid}`
  const archives = join(making, 'archives')
  mkdirSync(join(archives, 'partial'), { recursive: true })
  const apt = (...args: string[]) => execFileSync('apt-get', ['-q', ...args], { stdio: ['ignore', 2, 2] })
  apt('update')
  // It would replace Dovecot, and does not: it only downloads. `dma` is the smallest mail transport they ask for.
  const folder = ['-o', `Dir::Cache::archives=${archives}`]
  apt('install', '-y', '--no-install-recommends', '--download-only', ...folder, ...packages, 'dma')
  for (const archive of readdirSync(archives).filter((one) => one.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', join(archives, archive), making])
  // Debian's /lib is /usr/lib.
  if (existsSync(join(making, 'lib')))
    cpSync(join(making, 'lib'), join(making, 'usr/lib'), { recursive: true, verbatimSymlinks: true })
  rmSync(archives, { recursive: true })
  rmSync(root, { recursive: true, force: true })
  renameSync(making, root)
  if (!existsSync(join(root, proof))) throw new Error(`${packages.join(' ')}: unpacked, but no ${proof}`)
  return root
}

export interface RunOptions {
  /** From {@link unpack}. */
  root: string
  /** The test's own folder; what it has in etc/ counts before all others. */
  dir: string
  /** Shell lines, in the namespace; the last one is the server. */
  script: string
  port: number
}

/** Starts it and resolves once it greets; it ends with us, even when we are killed. */
export async function runUnpacked({ root, dir, script, port }: RunOptions) {
  for (const part of ['etc', 'own']) mkdirSync(join(dir, part), { recursive: true })
  const own = join(dir, 'own')
  const lines = [
    'set -e',
    `mount -t tmpfs tmpfs ${own}`,
    `mkdir ${own}/upper ${own}/work`,
    `mount -t overlay overlay -o lowerdir=${root}/usr:/usr /usr`,
    `mount -t overlay overlay -o lowerdir=${dir}/etc:${root}/etc:/etc,upperdir=${own}/upper,workdir=${own}/work /etc`,
    'mount -t tmpfs tmpfs /run',
    script,
    'true',
  ]
  let written = ''
  // The shell stays, as the first process of its namespace: with it all others end, whoever they run as.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'unshare', '-m', '-p', '-f', '--kill-child', 'sh', '-c', lines.join('\n')],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (written += chunk.toString()))
  const end = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    child.kill('SIGKILL')
    await end
  }
  try {
    await until('the mail server to greet', () => {
      if (child.exitCode !== null) throw new Error('it ended')
      return greets(port)
    })
  } catch (cause) {
    await stop()
    throw new Error(`the mail server did not start:\n${written}`, { cause })
  }
  return { log: () => written, stop }
}

/** What every server of this kind offers to tests, over IMAP. */
export function mailOf(options: Pick<OtherServer, 'imapPort' | 'ca' | 'password'>) {
  async function use<T>(user: string, run: (client: ImapFlow) => Promise<T>): Promise<T> {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: options.imapPort,
      secure: true,
      tls: { ca: options.ca.cert, servername: 'localhost' },
      auth: { user, pass: options.password },
      logger: false,
    })
    await client.connect()
    try {
      return await run(client)
    } finally {
      await client.logout()
    }
  }
  return {
    append: (user: string, folder: string, raw: string | Buffer) =>
      use(user, async (client) => void (await client.append(folder, Buffer.from(raw)))),
    subjects: (user: string, folder: string) =>
      use(user, async (client) => {
        const all = await client.list()
        if (!all.some(({ path }) => path === folder)) return []
        const { exists } = await client.mailboxOpen(folder, { readOnly: true })
        if (exists === 0) return []
        const rows = await client.fetchAll('1:*', { envelope: true })
        return rows.map(({ envelope }) => envelope?.subject ?? '')
      }),
  }
}

/** True when an IMAP greeting comes back; the certificate is not the question here. */
function greets(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    socket.setTimeout(5000, () => socket.destroy())
    socket.once('data', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => resolve(undefined))
    socket.once('close', () => resolve(undefined))
  })
}
