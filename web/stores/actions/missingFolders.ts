import { shallowReactive, shallowRef } from 'vue'
import { withTexts, type Locale } from '../../i18n/index.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useSettings } from '../kit/settings.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import { useFolderActions, type FolderActions } from './folderActions.ts'
import type { NeededFolder } from './missingFolderNames.ts'

/** What came of asking for a folder. What was declined or failed has been told. */
export type Ensured = { kind: 'there'; path: string } | { kind: 'declined' } | { kind: 'failed' }

/** May the folder be created, under that name? */
export interface FolderQuestion {
  use: NeededFolder
  name: string
  answer(yes: boolean): void
}

export interface MissingFoldersOptions {
  folders: Folders
  folderActions: Pick<FolderActions, 'create'>
  toasts: Toasts
  locale: () => Locale
}

/** Creates the special folders that a server lacks when they are first needed, once somebody has been asked. */
export function createMissingFolders({ folders, folderActions, toasts, locale }: MissingFoldersOptions) {
  /** On screen. */
  const question = shallowRef<FolderQuestion>()
  /** "Not now", for as long as the page is open. */
  const declined = shallowReactive(new Set<NeededFolder>())
  const pending = new Map<NeededFolder, Promise<Ensured>>()
  /** One question at a time. */
  let last: Promise<unknown> = Promise.resolve()

  /** The folder, created if need be. Never rejects. */
  function ensure(use: NeededFolder): Promise<Ensured> {
    const path = folders.pathFor(use)
    if (path !== undefined) return Promise.resolve({ kind: 'there', path })
    const known = pending.get(use)
    if (known) return known
    const ensuring = last.then(() => findOrCreate(use))
    last = ensuring
    pending.set(use, ensuring)
    void ensuring.finally(() => pending.delete(use))
    return ensuring
  }

  async function findOrCreate(use: NeededFolder): Promise<Ensured> {
    // A folder that is not listed yet is not missing.
    if (folders.state.kind !== 'loaded') await folders.load()
    const path = folders.pathFor(use)
    if (path !== undefined) return { kind: 'there', path }
    if (folders.state.kind !== 'loaded') return { kind: 'failed' }
    try {
      const { missingFolderName } = await withTexts(['missing'], import('./missingFolderNames.ts'))
      const name = missingFolderName(use, { entries: folders.entries, locale: locale() })
      if (!declined.has(use) && !(await ask(use, name))) declined.add(use)
      if (declined.has(use)) {
        toasts.show({ text: `missing.declined.${use}` })
        return { kind: 'declined' }
      }
      const created = await folderActions.create(undefined, name, use)
      return created === undefined ? { kind: 'failed' } : { kind: 'there', path: created }
    } catch {
      // What asks could not be fetched: the page's host is away.
      return { kind: 'failed' }
    }
  }

  function ask(use: NeededFolder, name: string): Promise<boolean> {
    return new Promise((resolve) => {
      question.value = {
        use,
        name,
        answer(yes) {
          question.value = undefined
          resolve(yes)
        },
      }
    })
  }

  return { question, ensure, isDeclined: (use: NeededFolder): boolean => declined.has(use) }
}

export type MissingFolders = Store<ReturnType<typeof createMissingFolders>>

/** One account's. */
export const useMissingFolders = defineKeyedStore('missingFolders', (accountId) => {
  const settings = useSettings()
  return createMissingFolders({
    folders: useFolders(accountId),
    folderActions: useFolderActions(accountId),
    toasts: useToasts(accountId),
    locale: () => settings.locale,
  })
})
