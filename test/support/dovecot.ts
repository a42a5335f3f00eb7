/** A real Dovecot for a test: its own folder, port, certificate and mail; nothing of the system's is read or changed. */
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { makeCa, type CertificateAuthority, type Leaf } from './ca.ts'
import {
  dovecotConfig,
  dovecotImapWrapper,
  dovecotOauth2Config,
  PENALTY_SOCKET,
  type DovecotConfigOptions,
} from './dovecotConfig.ts'
import { bulkMessages, writeMaildir, type SeedMessage } from './maildir.ts'
import { freePort, until } from './net.ts'
import { DOVECOT, requireSystem } from './system.ts'

export interface DovecotOptions {
  /**
   * `outlook` announces what Outlook.com does (no IDLE, SORT, THREAD, CONDSTORE, SPECIAL-USE, ESEARCH, QUOTA);
   * `full` all that Dovecot has, QUOTA among it. Only the announcement differs.
   */
  profile: 'outlook' | 'full'
  /** Turns XOAUTH2 on (in `full`, OAUTHBEARER too). */
  introspectionUrl?: string
  /** PLAIN and LOGIN. On in `full` and wherever there is no introspection. */
  passwords?: boolean
  /** Who can sign in by password; user(1) to user(20) when absent. */
  users?: string[]
  /** `false`: the outlook profile announces no SASL-IR, so that XOAUTH2 waits for the empty challenge. */
  saslIr?: boolean
  /** Special folders from the start; `none`: not one, and everything below INBOX. */
  folders?: 'special' | 'none'
  /** The authority that issues the server's certificate; one of its own when absent. */
  ca?: CertificateAuthority
  /** Another certificate than the good one: of a wrong host, expired, self-signed. */
  leaf?: Leaf
  /** A folder to live in, kept at the end; a temporary one when absent. Its path must be short: sockets live in it. */
  dir?: string
}

export interface Dovecot {
  host: '127.0.0.1'
  /** TLS from the first byte. */
  imapPort: number
  ca: CertificateAuthority
  /** The authority's certificate in a PEM file. */
  tlsCaPath: string
  /** `user1@ponte.test` for 1. */
  user(n: number): string
  /** Of every user. */
  password: string
  logPath: string
  /** Where the mail is: a folder for each user, by name. */
  mailPath: string
  /** What Dovecot has logged so far. */
  log(): string
  /** Runs doveadm and answers its output; throws with its words when it fails. */
  doveadm(...args: string[]): string
  /** Ends all of the user's connections; that there is none, because the page is coming back by itself, is as well. */
  kick(user: string): void
  /** Delivers messages in this order, creating the folder (and subscribing to it) when there is none. */
  append(user: string, folder: string, ...messages: (SeedMessage | string | Uint8Array)[]): void
  /** Delivers `count` small messages (see bulkMessages). */
  seedBulk(user: string, folder: string, count: number): void
  stop(): Promise<void>
}

const PASSWORD = 'correct horse'
/** What `doveadm kick` ends with where it found no connection. */
const NOBODY_THERE = 68
const START_TIMEOUT_MS = 15_000
/** Longest path of a unix socket on Linux, less what Dovecot's own names take below the folder. */
const MAX_DIR_LENGTH = 70

export const testUser = (n: number) => `user${n}@ponte.test`

/** Starts a Dovecot and resolves once it greets. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  requireSystem(DOVECOT)
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'ponte-dovecot-'))
  if (dir.length > MAX_DIR_LENGTH) throw new Error(`too long a path for Dovecot's sockets: ${dir}`)
  const config = await writeFiles(dir, options)
  const ca = options.ca ?? makeCa()
  const leaf = options.leaf ?? ca.issue({ hosts: ['localhost', '127.0.0.1'] })
  const paths = { ca: join(dir, 'ca.pem'), log: join(dir, 'dovecot.log') }
  writeFileSync(paths.ca, ca.cert)
  writeFileSync(join(dir, 'tls.crt'), leaf.cert)
  writeFileSync(join(dir, 'tls.key'), leaf.key, { mode: 0o600 })

  const log = () => (existsSync(paths.log) ? readFileSync(paths.log, 'utf8') : '')
  const master = run(config.files.config)
  const removeDir = () => {
    if (!options.dir) rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  // For a test that ends without stopping us; the processes end by themselves then.
  process.once('exit', removeDir)
  try {
    await until(
      'Dovecot to greet',
      () => {
        if (master.ended()) throw new Error('the master process ended')
        return greets(config.imapPort)
      },
      { timeoutMs: START_TIMEOUT_MS },
    )
  } catch (cause) {
    await master.stop()
    const words = log()
    removeDir()
    throw new Error(`Dovecot did not start:\n${words}`, { cause })
  }

  const doveadm = (...args: string[]) =>
    execFileSync('doveadm', ['-c', config.files.config, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  let seeds = 0
  const append = (user: string, folder: string, messages: Iterable<SeedMessage>) => {
    const tree = join(dir, `seed-${(seeds += 1)}`)
    writeMaildir(tree, folder, messages)
    if (config.root) execFileSync('chown', ['-R', config.users.mail, tree])
    // -s subscribes to what it creates.
    doveadm('import', '-s', '-u', user, `maildir:${tree}:LAYOUT=fs:UTF-8`, '', 'all')
    rmSync(tree, { recursive: true })
  }
  return {
    host: '127.0.0.1',
    imapPort: config.imapPort,
    ca,
    tlsCaPath: paths.ca,
    user: testUser,
    password: PASSWORD,
    logPath: paths.log,
    mailPath: join(dir, 'mail'),
    log,
    doveadm,
    append: (user, folder, ...messages) =>
      append(
        user,
        folder,
        messages.map((one) => (typeof one === 'string' || one instanceof Uint8Array ? { raw: one } : one)),
      ),
    kick(user) {
      try {
        doveadm('kick', user)
      } catch (error) {
        if ((error as { status?: number }).status !== NOBODY_THERE) throw error
      }
    },
    seedBulk: (user, folder, count) => append(user, folder, bulkMessages(count)),
    async stop() {
      await master.stop({ politely: options.dir !== undefined })
      process.off('exit', removeDir)
      removeDir()
    },
  }
}

/** The system users to run as: Debian's own for Dovecot when root, otherwise everything runs as the caller. */
function systemUsers(root: boolean): DovecotConfigOptions['users'] {
  if (root) return { mail: 'mail', internal: 'dovecot', login: 'dovenull', group: 'dovecot' }
  const me = userInfo().username
  return {
    mail: me,
    internal: me,
    login: me,
    group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim(),
  }
}

async function writeFiles(dir: string, options: DovecotOptions): Promise<DovecotConfigOptions> {
  const root = process.getuid?.() === 0
  const config: DovecotConfigOptions = {
    files: { dir, config: join(dir, 'dovecot.conf'), imapWrapper: join(dir, 'imap') },
    imapPort: await freePort(),
    profile: options.profile,
    folders: options.folders ?? 'special',
    introspectionUrl: options.introspectionUrl,
    passwords: options.passwords ?? (options.profile === 'full' || !options.introspectionUrl),
    saslIr: options.saslIr ?? true,
    users: systemUsers(root),
    root,
  }
  // The processes run as other users than the one who made the temporary folder.
  chmodSync(dir, 0o755)
  for (const part of ['run', 'state', 'mail']) mkdirSync(join(dir, part), { recursive: true })
  const penalty = join(dir, 'run', PENALTY_SOCKET)
  rmSync(penalty, { force: true })
  symlinkSync(PENALTY_SOCKET, penalty)
  if (root) {
    const id = (flag: string) => Number(execFileSync('id', [flag, config.users.mail], { encoding: 'utf8' }))
    chownSync(join(dir, 'mail'), id('-u'), id('-g'))
  }
  writeFileSync(config.files.config, dovecotConfig(config))
  writeFileSync(config.files.imapWrapper, dovecotImapWrapper(config, '/usr/lib/dovecot'), { mode: 0o755 })
  if (options.introspectionUrl)
    writeFileSync(join(dir, 'oauth2.conf'), dovecotOauth2Config(options.introspectionUrl))
  const users = options.users ?? Array.from({ length: 20 }, (_, i) => testUser(i + 1))
  writeFileSync(join(dir, 'passwd'), users.map((user) => `${user}:${PASSWORD}\n`).join(''))
  return config
}

/** The master process in the foreground; it ends with us, even when we are killed. */
function run(configPath: string) {
  const command = ['dovecot', '-F', '-c', configPath]
  if (existsSync('/usr/bin/setpriv')) command.unshift('/usr/bin/setpriv', '--pdeathsig', 'TERM')
  const [program = '', ...args] = command
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true })
  const ended = () => child.exitCode !== null || child.signalCode !== null
  const end = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    ended,
    /** Politely takes a second and leaves the mail whole; otherwise the whole group of processes ends at once. */
    async stop({ politely = false } = {}) {
      if (child.pid && !ended())
        process.kill(politely ? child.pid : -child.pid, politely ? 'SIGTERM' : 'SIGKILL')
      await end
    },
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
