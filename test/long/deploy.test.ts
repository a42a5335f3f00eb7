import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCa } from '../support/ca.ts'
import { nginxAround, PROXIES, unpackProxies, type Proxies } from '../support/proxies.ts'
import { hindrance } from '../support/unpacked.ts'

/** Each file of deploy/ before the program that it is for. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, 'deploy', path), 'utf8')
let dir: string
let proxies: Proxies

describe.skipIf(hindrance(PROXIES) !== undefined)('deploy/, read by its own programs', () => {
  beforeAll(() => {
    proxies = unpackProxies()
    dir = mkdtempSync(join(tmpdir(), 'ponte-deploy-'))
    const { key, cert } = makeCa().issue({ hosts: ['mail.example.org'] })
    writeFileSync(join(dir, 'fullchain.pem'), cert)
    writeFileSync(join(dir, 'privkey.pem'), key)
    writeFileSync(join(dir, 'mail.pem'), cert + key)
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  /** As it stands, but for where the certificates are. */
  const local = (text: string): string =>
    text
      .replaceAll('/etc/letsencrypt/live/mail.example.org', dir)
      .replaceAll('/etc/haproxy/certs/mail.pem', join(dir, 'mail.pem'))

  it('nginx', async () => {
    const subpath = `server { listen 8443; ${read('nginx-subpath.conf')} }`
    writeFileSync(join(dir, 'nginx.conf'), nginxAround(dir, `${local(read('nginx.conf'))}\n${subpath}`))
    const said = await proxies.run('usr/sbin/nginx', ['-t', '-p', dir, '-c', join(dir, 'nginx.conf')])
    expect(said).toContain('test is successful')
    expect(said).not.toContain('[warn]')
  })

  it('HAProxy', async () => {
    writeFileSync(join(dir, 'haproxy.cfg'), local(read('haproxy.cfg')))
    const said = await proxies.run('usr/sbin/haproxy', ['-c', '-f', join(dir, 'haproxy.cfg')])
    expect(said).toContain('Configuration file is valid')
    expect(said).not.toContain('[WARNING]')
  })

  it('Caddy', async () => {
    const at = ['--adapter', 'caddyfile', '--config', join(ROOT, 'deploy/Caddyfile')]
    expect(await proxies.run('usr/bin/caddy', ['validate', ...at])).toContain('Valid configuration')
  })

  it('Apache', async () => {
    const modules = join(proxies.root, 'usr/lib/apache2/modules')
    const needed = [
      'mpm_event',
      'authz_core',
      'ssl',
      'socache_shmcb',
      'alias',
      'proxy',
      'proxy_http',
      'proxy_wstunnel',
    ]
    const lines = [
      `ServerRoot ${dir}`,
      `PidFile ${dir}/apache.pid`,
      `ErrorLog ${dir}/apache.log`,
      'ServerName localhost',
      ...needed.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
      'Listen 8080',
      local(read('apache.conf')),
    ]
    writeFileSync(join(dir, 'apache.conf'), lines.join('\n'))
    expect(await proxies.run('usr/sbin/apache2', ['-t', '-f', join(dir, 'apache.conf')])).toContain(
      'Syntax OK',
    )
  })

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))(
    'systemd: a unit without faults that may do little',
    () => {
      const unit = join(dir, 'ponte.service')
      // Node may be elsewhere here; verify looks for the program.
      writeFileSync(unit, read('ponte.service').replaceAll('/usr/bin/node', process.execPath))
      const run = (...args: string[]): string =>
        execFileSync('systemd-analyze', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
      expect(run('verify', '--man=no', unit)).toBe('')
      const exposure = run('security', '--offline=true', '--no-pager', unit)
      const level = Number(/Overall exposure level for ponte\.service: (\d+\.\d)/.exec(exposure)?.[1])
      expect(level).toBeLessThan(2)
    },
  )
})
