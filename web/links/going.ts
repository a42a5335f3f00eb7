import type { Router } from 'vue-router'

let going: string | undefined

/** Follows where the router is going, from the first step on: pages and their links come later. */
export function watchGoing(router: Router): void {
  router.beforeEach((to) => void (going = to.fullPath))
  router.afterEach((to) => {
    if (going === to.fullPath) going = undefined
  })
}

/** Whether what is shown at an address is still being loaded: another step would call that off. */
export const isGoing = (): boolean => going !== undefined
