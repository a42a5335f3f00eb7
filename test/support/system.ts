/** What the tests need from the machine: Debian's Dovecot, Chromium and fonts. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** A Debian package, and a file of it that shows it is installed. */
export const DOVECOT = { package: 'dovecot-imapd', proof: '/usr/lib/dovecot/imap' }
const FULL_CHROMIUM = { package: 'chromium', proof: '/usr/bin/chromium' }
/** The same engine without what only a window needs: the browser tests take a third less time in it. */
const CHROMIUM_SHELL = {
  package: 'chromium-headless-shell',
  // Debian's script in /usr/bin stands between: it would be killed in place of the browser.
  proof: '/usr/lib/chromium/chromium-headless-shell',
}

type Environment = Record<string, unknown>
const prefersShell = (env: Environment): boolean => env['PONTE_CHROMIUM'] === 'shell'

/** What `npm test` drives is the shell, where it can be had; figures and whole matrices are of what people have. */
export const CHROMIUM =
  prefersShell(process.env) && (existsSync(CHROMIUM_SHELL.proof) || !existsSync(FULL_CHROMIUM.proof))
    ? CHROMIUM_SHELL
    : FULL_CHROMIUM

/** Makes sure that there is a browser. @param env Of the tests that will use it. @throws as {@link requireSystem} */
export function requireChromium(env: Environment): void {
  if (!prefersShell(env)) return requireSystem(FULL_CHROMIUM)
  try {
    requireSystem(CHROMIUM_SHELL)
  } catch (error) {
    if (!existsSync(FULL_CHROMIUM.proof)) throw error
  }
}

/** apt asks this script before it starts a service: 101 means "do not". */
const POLICY = '/usr/sbin/policy-rc.d'

const missing = (needs: (typeof DOVECOT)[]) => needs.filter((need) => !existsSync(need.proof))

function isDebian(): boolean {
  try {
    return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

function install(packages: string[]): void {
  const apt = (...args: string[]) =>
    execFileSync('apt-get', args, {
      // apt's own words go to stderr, so that stdout stays the test runner's.
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  // Installing must not start a second, system-wide Dovecot.
  const guard = !existsSync(POLICY)
  if (guard) {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n')
    chmodSync(POLICY, 0o755)
  }
  try {
    apt('update', '-q')
    apt('install', '-y', '-q', '--no-install-recommends', ...packages)
  } finally {
    if (guard) rmSync(POLICY, { force: true })
  }
}

/**
 * Makes sure these programs are there: installs them on Debian when run as root, otherwise throws a message that
 * says what to install and how.
 */
export function requireSystem(...needs: (typeof DOVECOT)[]): void {
  const packages = missing(needs).map((need) => need.package)
  if (packages.length === 0) return
  const advice = `These tests need ${packages.join(' and ')}. On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}`
  if (process.getuid?.() !== 0) throw new Error(`${advice} (not installed here: that takes root)`)
  if (!isDebian()) throw new Error(`${advice} (not installed here: this is no Debian)`)
  install(packages)
  const still = missing(needs)
  if (still.length > 0)
    throw new Error(`${advice} (installed, but ${still.map((need) => need.proof).join(', ')} is not there)`)
}
