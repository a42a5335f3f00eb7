export {
  isBelow,
  nameProblem,
  parentOf,
  pathIn,
  type PlaceForName,
  renamed,
  withBelow,
} from './folderNames.ts'
export type { FolderNode, FolderTree } from './folderTree.ts'
export { type EntriesChange, type FolderCounts, useFolders, type Folders } from './folders.ts'
