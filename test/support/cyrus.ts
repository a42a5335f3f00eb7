import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCa } from './ca.ts'
import { freePort } from './net.ts'
import { mailOf, runUnpacked, unpack, type OtherServer, type Unpackable } from './unpacked.ts'

export const CYRUS: Unpackable = {
  name: 'cyrus',
  packages: ['cyrus-imapd', 'sasl2-bin'],
  proof: 'usr/lib/cyrus/bin/master',
}

const PASSWORD = 'correct horse'

/** Special folders by their use; Junk has another name than most give it. */
const FOLDERS = { drafts: 'Drafts', sent: 'Sent', trash: 'Trash', junk: 'Spam', archive: 'Archive' }

/** Cyrus IMAP with its own users by plain names, who have their folders from the first sign-in on. */
export async function startCyrus({ users }: { users: readonly string[] }): Promise<OtherServer> {
  const root = unpack(CYRUS)
  const dir = mkdtempSync(join(tmpdir(), 'ponte-cyrus-'))
  chmodSync(dir, 0o755)
  const ca = makeCa()
  const { key, cert } = ca.issue({ hosts: ['localhost', '127.0.0.1'] })
  writeFileSync(join(dir, 'tls.crt'), cert)
  writeFileSync(join(dir, 'tls.key'), key, { mode: 0o600 })
  for (const part of ['config', 'mail']) mkdirSync(join(dir, part))
  const imapPort = await freePort()
  const names = Object.values(FOLDERS).join('|')
  writeFileSync(
    join(dir, 'imapd.conf'),
    [
      `configdirectory: ${dir}/config`,
      `partition-default: ${dir}/mail`,
      'defaultpartition: default',
      'servername: localhost',
      'cyrus_user: mail',
      'sasl_pwcheck_method: auxprop',
      'sasl_auxprop_plugin: sasldb',
      `sasl_sasldb_path: ${dir}/sasldb2`,
      'sasl_mech_list: PLAIN LOGIN',
      `tls_server_cert: ${dir}/tls.crt`,
      `tls_server_key: ${dir}/tls.key`,
      'autocreate_quota: 0',
      // Without its idle daemon it looks by itself, once a minute if not told otherwise.
      'imapidlepoll: 1',
      `autocreate_inbox_folders: ${names}`,
      `autocreate_subscribe_folders: ${names}`,
      ...Object.entries(FOLDERS).map(([use, name]) => `xlist-${use}: ${name}`),
      '',
    ].join('\n'),
  )
  writeFileSync(
    join(dir, 'cyrus.conf'),
    `START {
  recover cmd="/usr/sbin/cyrus ctl_cyrusdb -C ${dir}/imapd.conf -r"
}
SERVICES {
  imaps cmd="imapd -C ${dir}/imapd.conf -s -U 30" listen="127.0.0.1:${imapPort}" prefork=0 maxchild=100
}
EVENTS {
}
`,
  )
  const running = await runUnpacked({
    root,
    dir,
    port: imapPort,
    script: [
      ...users.map((user) => `echo '${PASSWORD}' | saslpasswd2 -p -c -f ${dir}/sasldb2 -u localhost ${user}`),
      `chown -R mail:mail ${dir}/config ${dir}/mail ${dir}/sasldb2 ${dir}/tls.key`,
      `/usr/lib/cyrus/bin/master -C ${dir}/imapd.conf -M ${dir}/cyrus.conf -D`,
    ].join('\n'),
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
