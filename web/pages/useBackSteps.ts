import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { usePanes } from '../components/shell/usePanes.ts'

export interface BackStepsOptions {
  /** How many things lie over the list where there is one pane: the open message, what is being written. */
  layers: () => number
  /** Takes the uppermost off, losing nothing. */
  closeTop: () => void
}

/**
 * On a phone the browser's Back takes off what lies over the list, one thing at a time, instead of leaving the mail. The
 * address counts them (route `over`), so that the history has an entry for each; closing one by its own button takes
 * its entry back.
 */
export function useBackSteps({ layers, closeTop }: BackStepsOptions): void {
  const route = useRoute()
  const router = useRouter()
  const { panes } = usePanes()
  /** A step that this began and the browser has not finished: not one of the user's. */
  let stepping = false

  /** How many the address counts; undefined elsewhere, in the settings. */
  const counted = computed(() => {
    if (route.name === 'mail') return 0
    return route.name === 'over' ? Number(route.params['depth']) : undefined
  })
  /** With panes side by side nothing lies over the list: no entries are added, those there are stay right. */
  const wanted = computed(() => {
    const there = layers()
    return panes.value === 1 ? there : Math.min(there, counted.value ?? 0)
  })

  // After a reload nothing is open yet: the address says so.
  if ((counted.value ?? 0) > wanted.value) {
    stepping = true
    void router.replace({ name: 'mail' })
  }

  watch([counted, wanted], async ([now, want], [before]) => {
    if (now === undefined) return
    const wentBack = before !== undefined && now < before && !stepping
    if (now !== before) stepping = false
    if (stepping || now === want) return
    if (wentBack) for (let left = want - now; left > 0; left--) closeTop()
    else if (now < want) await router.push({ name: 'over', params: { depth: now + 1 } })
    else {
      stepping = true
      router.go(want - now)
    }
  })
}
