import { createFileCollector, saveFile } from '../reading/index.ts'

/** A file being written. */
export interface FileSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** It is whole. */
  close(): Promise<void>
  /** It will not be: nothing of it stays. */
  abort(): Promise<void>
}

export type FileFormat = 'mbox' | 'zip'

interface Picker {
  showSaveFilePicker?: (options: {
    suggestedName: string
    types: { accept: Record<string, string[]> }[]
  }) => Promise<{ createWritable(): Promise<FileSink> }>
}

const TYPES: Record<FileFormat, Record<string, string[]>> = {
  mbox: { 'application/mbox': ['.mbox'] },
  zip: { 'application/zip': ['.zip'] },
}

/**
 * Where an export goes: to a file that the person chooses, written as it comes; where the browser has no such thing it is
 * gathered and handed over as a download. Call it in a click. `undefined`: the person thought better of it.
 */
export async function openSink(name: string, format: FileFormat): Promise<FileSink | undefined> {
  const { showSaveFilePicker } = globalThis as Picker
  if (showSaveFilePicker) {
    try {
      const types = [{ accept: TYPES[format] }]
      return await (await showSaveFilePicker({ suggestedName: name, types })).createWritable()
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return undefined
      // A page in a frame, or a file that cannot be written: a download always works.
    }
  }
  const collected = createFileCollector()
  return {
    write: (bytes) => Promise.resolve(collected.add(bytes)),
    close: () => Promise.resolve(saveFile(collected.file(), name)),
    abort: () => Promise.resolve(collected.clear()),
  }
}
