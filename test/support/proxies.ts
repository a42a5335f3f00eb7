/** Proxies and Redis of Debian, unpacked beside: nothing is installed. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unpack, type Unpackable } from './unpacked.ts'

export const PROXIES: Unpackable = {
  name: 'proxies',
  packages: ['nginx', 'haproxy', 'caddy', 'apache2', 'redis-server'],
  proof: 'usr/sbin/nginx',
}

export interface Proxies {
  /** The folder with usr/ and etc/. */
  root: string
  /** Runs one to its end. @returns what it wrote; fails with it when it ends with an error */
  run(program: string, args: readonly string[]): Promise<string>
  /** Starts one that stays. */
  start(program: string, args: readonly string[]): ChildProcess
}

export function unpackProxies(): Proxies {
  const root = unpack(PROXIES)
  const env = {
    PATH: process.env['PATH'],
    HOME: '/tmp',
    LD_LIBRARY_PATH: join(root, 'usr/lib/x86_64-linux-gnu'),
  }
  return {
    root,
    async run(program, args) {
      const { stdout, stderr } = await promisify(execFile)(join(root, program), args, { env })
      return stdout + stderr
    },
    start: (program, args) => spawn(join(root, program), args, { env, stdio: 'ignore' }),
  }
}

/** A whole nginx configuration around these server blocks; what nginx writes is in `dir`. */
export function nginxAround(dir: string, servers: string): string {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${dir}/${name};`,
  )
  return [
    `pid ${dir}/nginx.pid;`,
    `error_log ${dir}/error.log;`,
    'worker_rlimit_nofile 8192;',
    'events { worker_connections 4096; }',
    `http { access_log off; ${temp.join(' ')}`,
    servers,
    '}',
    '',
  ].join('\n')
}
