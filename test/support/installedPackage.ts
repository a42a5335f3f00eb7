import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const PACKAGE = '@ponte-mail/ponte'

/** An empty folder with the tarball installed, as a user would have it; what it depends on are links to this project's own. */
export interface Installed {
  folder: string
  /** Bytes of the tarball. */
  tarball: string
  write(name: string, text: string): string
  /** Runs a program of this folder's `node_modules/.bin`, or of the project's. @returns what it printed */
  node(...args: string[]): string
  remove(): void
}

export async function installPackage(): Promise<Installed> {
  const script = (await import(pathToFileURL(`${ROOT}scripts/package.mjs`).href)) as {
    buildPackage(): Promise<string>
    pack(folder: string, to: string): string
  }
  const folder = mkdtempSync(join(tmpdir(), 'ponte-package-'))
  const tarball = script.pack(await script.buildPackage(), folder)
  const home = join(folder, 'node_modules', PACKAGE)
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
  const about = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of [...Object.keys(about.dependencies), '@types/node', 'undici-types']) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), link)
  }
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  write('package.json', JSON.stringify({ name: 'somebody', type: 'module', private: true }))
  return {
    folder,
    tarball,
    write,
    node: (...args) =>
      execFileSync(process.execPath, args, {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
