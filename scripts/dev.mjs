/** `npm run dev`: the bridge, restarted when its sources change, and Vite's server for the page, side by side. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './build.mjs'

const bin = (name) => join(ROOT, 'node_modules/.bin', name)

/** Vite's own default; the bridge must know where the page comes from. */
const PAGE = 'http://localhost:5173'

const processes = [
  spawn(bin('tsx'), ['watch', '--clear-screen=false', 'start.ts'], {
    stdio: 'inherit',
    cwd: ROOT,
    env: { ...process.env, PONTE_DEV_ORIGIN: PAGE },
  }),
  spawn(bin('vite'), ['--host', 'localhost', '--port', '5173', '--strictPort', ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: ROOT,
  }),
]

function stop(status) {
  for (const one of processes) if (one.exitCode === null) one.kill('SIGTERM')
  process.exitCode = status
}
for (const one of processes) one.once('exit', (status) => stop(status ?? 0))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0))
