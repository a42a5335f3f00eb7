import { useI18n } from 'petite-vue-i18n'
import { useMessageActions } from '../../stores/actions/index.ts'
import { type Target, useSelection } from '../../stores/list/index.ts'
import { confirm } from '../ui/confirm.ts'

/** Deletes, and asks before what cannot be undone. */
export function useRemove(accountId: string): (target: Target) => Promise<void> {
  const { t } = useI18n()
  const selection = useSelection(accountId)
  const actions = useMessageActions(accountId)

  function countOf(target: Target): number {
    if (target === 'selection') return selection.count
    return 'uids' in target ? target.uids.length : 1
  }

  return async (target) => {
    if (actions.removesForGood(target)) {
      const sure = await confirm({
        title: t('list.forGood.title'),
        text: t('list.forGood.text', { count: countOf(target) }),
        action: t('list.forGood.action'),
        danger: true,
      })
      if (!sure) return
    }
    await actions.remove(target)
  }
}
