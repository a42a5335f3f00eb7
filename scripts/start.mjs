/** `npm start`: builds when there is no build or the sources are newer, then serves page and bridge from this process. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isBuilt, ROOT } from './build.mjs'

if (!isBuilt()) {
  console.log('Building…')
  // In a process of its own, so that the server does not carry the bundler's memory.
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], {
    stdio: 'inherit',
    cwd: ROOT,
  })
  if (status !== 0) process.exit(status ?? 1)
}
await import(pathToFileURL(join(ROOT, 'dist/server/start.js')).href)
