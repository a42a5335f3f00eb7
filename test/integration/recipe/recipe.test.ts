import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dovecotProvider } from '../../support/bridge.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'

/** CONTRIBUTING.md's recipe for a new command, followed to the letter in a copy of the project. */

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** The compiler runs twice, from nothing: a busy machine takes its time. In milliseconds. */
const COMPILING_MS = 300_000
/** What the bridge, the page's end of the wire and the recipe's script are made of. */
const COPIED = [
  'shared',
  'bridge',
  'web/bridge',
  'test/integration/recipe',
  'package.json',
  'tsconfig.base.json',
]

let copy: string
let dovecot: Dovecot

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'ponte-recipe-'))
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  dovecot = await startDovecot({ profile: 'full', passwords: true })
})
afterAll(async () => {
  rmSync(copy, { recursive: true })
  await dovecot.stop()
})

const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: copy })
const compile = () => run('node_modules/typescript/bin/tsc', '-b', 'bridge')

/** The recipe's steps, each with its text and its block of code. */
function steps(): { text: string; code: string | undefined }[] {
  const [, recipe = ''] = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split('## Adding a command\n')
  const [section = ''] = recipe.split('\n## ')
  return section.split(/^\d\. /m).flatMap((text, number) => {
    const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1]?.replace(/^ {3}/gm, '')
    return number === 0 ? [] : [{ text, code }]
  })
}
/** The file a step names first. */
const fileOf = (text = ''): string => /`((?:shared|bridge|test)\/[^`]+)`/.exec(text)?.[1] ?? ''

/** Adds an import below the others and an entry to the object. */
function register(path: string, from: { imported: string; specifier: string; entry: string; after: RegExp }) {
  const file = join(copy, path)
  const text = readFileSync(file, 'utf8')
  const withImport = `import { ${from.imported} } from '${from.specifier}'\n${text}`
  const added = withImport.replace(from.after, (open) => `${open}\n  ${from.entry},`)
  expect(added).not.toBe(withImport)
  writeFileSync(file, added)
}

test(
  'its five places are all: it compiles, answers, and is made again after a lost connection',
  { timeout: COMPILING_MS },
  async () => {
    const [definition, registry, handler, handlers, tests] = steps()
    const definitionFile = fileOf(definition?.text)
    const handlerFile = fileOf(handler?.text)
    expect([
      definitionFile,
      fileOf(registry?.text),
      handlerFile,
      fileOf(handlers?.text),
      fileOf(tests?.text),
    ]).toEqual([
      'shared/protocol/commands/getMetadata.ts',
      'shared/protocol/registry.ts',
      'bridge/commands/getMetadata.ts',
      'bridge/commands/registry.ts',
      'test/integration/commands/getMetadata.test.ts',
    ])
    expect([definitionFile, handlerFile].filter((path) => existsSync(join(ROOT, path)))).toEqual([])

    writeFileSync(join(copy, definitionFile), definition?.code ?? '')
    register('shared/protocol/registry.ts', {
      imported: 'getMetadata',
      specifier: './commands/getMetadata.ts',
      entry: 'getMetadata',
      after: /^export const commands = \{/m,
    })
    // As the recipe says: "Now `tsc` fails: the bridge has no handler for it."
    await expect(compile()).rejects.toMatchObject({
      stdout: expect.stringContaining("'getMetadata'") as string,
    })

    writeFileSync(join(copy, handlerFile), handler?.code ?? '')
    const entry = /: `(getMetadata: \w+)`/.exec(handlers?.text ?? '')?.[1] ?? ''
    register('bridge/commands/registry.ts', {
      imported: 'getMetadataHandler',
      specifier: './getMetadata.ts',
      entry,
      after: /^export const handlers\b.*\{/m,
    })
    await compile()

    const user = dovecot.user(1)
    dovecot.doveadm('mailbox', 'metadata', 'set', '-u', user, 'INBOX', '/private/comment', 'A note')
    const order = {
      provider: dovecotProvider(dovecot, { kind: 'password' }),
      user,
      password: dovecot.password,
    }
    const { stdout } = await run(
      '--import',
      'tsx',
      'test/integration/recipe/newCommand.ts',
      JSON.stringify(order),
    )
    expect(JSON.parse(stdout)).toEqual({ first: { value: 'A note' }, second: { value: 'A note' }, calls: 3 })
  },
)
