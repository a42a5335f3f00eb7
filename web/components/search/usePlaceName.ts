import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'petite-vue-i18n'
import { useFolders } from '../../stores/folders/index.ts'
import { useSearchEverywhere } from '../../stores/search/index.ts'
import { useFolderName } from '../folders/useFolderName.ts'

/** What the place is called that a search over folders looked in. */
export function usePlaceName(accountId: string): ComputedRef<string> {
  const { t } = useI18n()
  const folders = useFolders(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const folderName = useFolderName()
  return computed(() => {
    const { place } = everywhere
    if (place.kind !== 'folder')
      return t(place.kind === 'mail' ? 'list.search.allMail' : 'list.search.allFolders')
    const entry = folders.entryOf(place.path)
    return entry ? folderName(entry) : place.path
  })
}
