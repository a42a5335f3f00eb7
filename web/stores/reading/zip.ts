import { makeZip } from 'client-zip'
import { chunksOf } from '../../chunksOf.ts'
import { createFileCollector } from './fileCollector.ts'

export interface ZipEntry {
  name: string
  /** `undefined`: it could not be had. */
  load(): Promise<Blob | undefined>
}

/**
 * One archive of files that are loaded one after the other. Its bytes go where the browser keeps large files, so that
 * neither they nor the files fill the page's memory. `undefined`: one of them could not be had.
 */
export async function zipOf(entries: readonly ZipEntry[]): Promise<Blob | undefined> {
  const names = distinctNames(entries.map(({ name }) => name))
  const zip = createFileCollector()
  try {
    // Copied: the archive's writer may use its buffer again.
    for await (const chunk of chunksOf(makeZip(files()))) zip.add(new Uint8Array(chunk))
    return zip.file()
  } catch (error) {
    if (error instanceof MissingFile) return undefined
    throw error
  }

  async function* files(): AsyncGenerator<{ name: string; input: Blob }> {
    for (const [at, entry] of entries.entries()) {
      const input = await entry.load()
      if (!input) throw new MissingFile()
      yield { name: names[at] ?? entry.name, input }
    }
  }
}

class MissingFile extends Error {}

/** No two of one name, whatever their case: `plan.pdf`, `plan (2).pdf`. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const dot = name.lastIndexOf('.')
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    let free = name
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${stem} (${count})${ending}`
    taken.add(free.toLowerCase())
    return free
  })
}
