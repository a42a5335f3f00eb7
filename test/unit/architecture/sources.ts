/** The project's sources and what each imports, read by TypeScript's own parser. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export interface Import {
  /** As written. */
  specifier: string
  /** The file it means, from the project's root, for a relative import; undefined for a package. */
  file: string | undefined
  /** Whether the compiler erases it: `import type`, or every name in it marked `type`. */
  typeOnly: boolean
  /** `export … from`. */
  reExport: boolean
  /** `import('…')`. */
  dynamic: boolean
  line: number
  /** The names it takes, as the other file calls them; none for a whole module. */
  names: string[]
}

export interface Source {
  /** From the project's root, with forward slashes: `bridge/imap/lane.ts`. */
  path: string
  lines: number
  imports: Import[]
}

/** The scripts of a component, with the lines above them kept so that line numbers hold. */
function scriptsOf(component: string): string {
  let scripts = ''
  for (const match of component.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
    const before = component.slice(0, match.index + match[0].indexOf('>') + 1)
    scripts = scripts.padEnd(scripts.length + countLines(before) - countLines(scripts), '\n') + match[1]
  }
  return scripts
}

const countLines = (text: string) => text.split('\n').length

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause
    return (
      node.isTypeOnly ||
      (names !== undefined &&
        ts.isNamedExports(names) &&
        names.elements.every((element) => element.isTypeOnly))
    )
  }
  const clause = node.importClause
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const names = clause.namedBindings
  return (
    !clause.name &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((element) => element.isTypeOnly)
  )
}

function namesOf(node: ts.Node): string[] {
  const named = ts.isImportDeclaration(node)
    ? node.importClause?.namedBindings
    : ts.isExportDeclaration(node)
      ? node.exportClause
      : undefined
  if (!named || !(ts.isNamedImports(named) || ts.isNamedExports(named))) return []
  return named.elements.map((element) => (element.propertyName ?? element.name).text)
}

/** What a text imports: static and dynamic imports, re-exports, and `new URL('./x.ts', import.meta.url)`, which is how a worker is named. */
export function importsOf(path: string, text: string): Import[] {
  const code = path.endsWith('.vue') ? scriptsOf(text) : text
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const imports: Import[] = []
  const add = (
    specifier: string,
    node: ts.Node,
    kind: Partial<Pick<Import, 'typeOnly' | 'reExport' | 'dynamic'>> = {},
  ) => {
    const bare = specifier.replace(/\?.*$/, '')
    imports.push({
      specifier,
      file: bare.startsWith('.') ? posix.join(posix.dirname(path), bare) : undefined,
      typeOnly: kind.typeOnly ?? false,
      reExport: kind.reExport ?? false,
      dynamic: kind.dynamic ?? false,
      line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1,
      names: namesOf(node),
    })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      add(node.moduleSpecifier.text, node, { typeOnly: isTypeOnly(node) })
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      add(node.moduleSpecifier.text, node, { typeOnly: isTypeOnly(node), reExport: true })
    else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    )
      add(node.argument.literal.text, node, { typeOnly: true })
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteralLike(argument)) add(argument.text, node, { dynamic: true })
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
      const [argument, base] = node.arguments ?? []
      if (
        argument &&
        ts.isStringLiteral(argument) &&
        /\.ts$/.test(argument.text) &&
        base?.getText() === 'import.meta.url'
      )
        add(argument.text, node)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return imports
}

/** All `.ts` and `.vue` sources below these folders and files. */
export function readSources(...roots: string[]): Source[] {
  const files = roots.flatMap((root) =>
    /\.\w+$/.test(root)
      ? [root]
      : readdirSync(join(ROOT, root), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && /(?<!\.d)\.(ts|vue)$/.test(entry.name))
          .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  )
  return files.sort().map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    return { path, lines: countLines(text.trimEnd()), imports: importsOf(path, text) }
  })
}

/** Every circle of imports as `a → b → a`, types included: a circle of types is one too for who reads. */
export function findCycles(sources: Source[]): string[] {
  const graph = new Map(
    sources.map((source) => [source.path, source.imports.flatMap(({ file }) => file ?? [])]),
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) cycles.push([...trail.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const next of graph.get(path) ?? []) if (graph.has(next)) walk(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) walk(path, [])
  return cycles
}

/** A side is the first folder of a path: `bridge` for `bridge/imap/lane.ts`. */
export const sideOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : dirname(path))
