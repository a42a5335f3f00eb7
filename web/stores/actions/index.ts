export { useFlagActions, type FlagActions } from './flagActions.ts'
export { useFolderActions } from './folderActions.ts'
export { useFolderContents } from './folderContents.ts'
export { useMessageActions, type MessageActions } from './messageActions.ts'
export {
  useMissingFolders,
  type FolderQuestion,
  type Ensured,
  type MissingFolders,
} from './missingFolders.ts'
export { useMoveActions, type Destination, type MoveActions } from './moveActions.ts'
export { useUndo, type Undo } from './undo.ts'
