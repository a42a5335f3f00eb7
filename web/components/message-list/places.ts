import { fold } from '../../index/fold.ts'
/** A folder one can move to. */
export interface Place {
  path: string
  /** As it shows. */
  label: string
  /** How far in it is drawn, from 0. */
  level: number
  recent: boolean
}

export interface PlacesOptions<Folder> {
  /** In the tree's order; `level` from 1. */
  folders: readonly (Folder & { path: string; label: string; level: number })[]
  /** Paths, newest first. */
  recent: readonly string[]
  /** What was typed. */
  text: string
}

/** Those used last, then all; with something typed, those whose name begins with it, then those that hold it. */
export function placesFor<Folder>({ folders, recent, text }: PlacesOptions<Folder>): (Folder & Place)[] {
  const wanted = fold(text.trim())
  if (wanted === '') {
    const used = recent.flatMap((path) => folders.filter((folder) => folder.path === path))
    return [
      ...used.map((folder) => ({ ...folder, label: folder.label, level: 0, recent: true })),
      ...folders.map((folder) => ({ ...folder, level: folder.level - 1, recent: false })),
    ]
  }
  const begins = folders.filter(({ label }) => fold(label).startsWith(wanted))
  const holds = folders.filter(
    (folder) =>
      !begins.includes(folder) && [folder.label, folder.path].some((name) => fold(name).includes(wanted)),
  )
  return [...begins, ...holds].map((folder) => ({
    ...folder,
    level: 0,
    recent: recent.includes(folder.path),
  }))
}
