import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCa } from './ca.ts'
import { freePort } from './net.ts'
import { mailOf, runUnpacked, unpack, type OtherServer, type Unpackable } from './unpacked.ts'

export const COURIER: Unpackable = {
  name: 'courier',
  packages: ['courier-imap', 'courier-authlib-userdb'],
  proof: 'usr/lib/courier/courier/imaplogin',
}

const PASSWORD = 'correct horse'
/** Debian's user `mail`: whose files they are. */
const MAIL = 8

/** Courier-IMAP with its own users by plain names, everything below INBOX, and not one special folder. */
export async function startCourier({ users }: { users: readonly string[] }): Promise<OtherServer> {
  const root = unpack(COURIER)
  const dir = mkdtempSync(join(tmpdir(), 'ponte-courier-'))
  chmodSync(dir, 0o755)
  const ca = makeCa()
  const { key, cert } = ca.issue({ hosts: ['localhost', '127.0.0.1'] })
  writeFileSync(join(dir, 'server.pem'), `${key}\n${cert}`)
  const etc = join(dir, 'etc/courier')
  mkdirSync(etc, { recursive: true })
  const secret = execFileSync('openssl', ['passwd', '-6', PASSWORD], { encoding: 'utf8' }).trim()
  const entries = users.map((user) => {
    const home = join(dir, 'mail', user)
    for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(home, 'Maildir', part), { recursive: true })
    for (const path of ['', 'Maildir', 'Maildir/cur', 'Maildir/new', 'Maildir/tmp'])
      chownSync(join(home, path), MAIL, MAIL)
    return `${user}\tuid=${MAIL}|gid=${MAIL}|home=${home}|mail=${home}/Maildir|imappw=${secret}\n`
  })
  writeFileSync(join(etc, 'userdb'), entries.join(''), { mode: 0o700 })
  writeFileSync(
    join(etc, 'authdaemonrc'),
    'authmodulelist="authuserdb"\nauthmodulelistorig="authuserdb"\ndaemons=1\nauthdaemonvar=/run/courier/authdaemon\nDEBUG_LOGIN=0\nDEFAULTOPTIONS=""\nLOGGEROPTS=""\n',
  )
  const imapPort = await freePort()
  const running = await runUnpacked({
    root,
    dir,
    port: imapPort,
    script: `
mkdir -p /run/courier/authdaemon
makeuserdb
/usr/lib/courier/courier-authlib/authdaemond &
set -a
. /etc/courier/imapd
. /etc/courier/imapd-ssl
IMAP_IDLE_TIMEOUT=2 IMAP_TLS=1 TLS_CERTFILE=${dir}/server.pem TLS_CACHEFILE= TLS_DHPARAMS=
set +a
/usr/sbin/couriertcpd -address=127.0.0.1 -maxprocs=40 -maxperip=40 -nodnslookup -noidentlookup ${imapPort} /usr/bin/couriertls -server -tcpd /usr/lib/courier/courier/imaplogin /usr/bin/imapd Maildir`,
  })
  const server = { host: '127.0.0.1', imapPort, ca, password: PASSWORD } as const
  return {
    ...server,
    ...mailOf(server),
    log: running.log,
    async stop() {
      await running.stop()
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
