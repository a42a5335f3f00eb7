import { computed, onScopeDispose, shallowRef, watch, watchEffect } from 'vue'
import { useI18n } from 'petite-vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useFolderName } from '../../components/folders/useFolderName.ts'
import { isGoing } from '../../links/going.ts'
import { formatLink, isAbove, isBeside, isSameLink, linkTitle, parseLink } from '../../links/mailLink.ts'
import type { MailLink } from '../../links/mailLink.ts'
import { useFolders } from '../../stores/folders/index.ts'
import { isCancelled, toPonteError } from '../../stores/kit/failure.ts'
import { useToasts } from '../../stores/kit/toasts.ts'
import { useLinking, type Opened } from '../../stores/linking/index.ts'
import { useReading } from '../../stores/reading/index.ts'

export interface LinksOptions {
  accountId: string
  isTouched: () => boolean
  layers: () => number
  closeTop: () => void
}

const INBOX = 'INBOX'

/**
 * Keeps the address and the stores together: what is done in the page becomes an entry of the history, and where Back,
 * Forward, a reload or a link lead is shown. What lies over the mail has an entry too, of the same address, so that Back
 * takes it off.
 */
export function useLinks({ accountId, isTouched, layers, closeTop }: LinksOptions) {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const linking = useLinking(accountId)
  const reading = useReading(accountId)
  const folders = useFolders(accountId)
  const toasts = useToasts(accountId)
  const folderName = useFolderName()
  /** A link to another account's mail, which is not shown. */
  const stranger = shallowRef<MailLink>()
  /** A step that this began and the browser has not finished: not one of the user's. */
  let stepping = false
  /** What is on its way to be shown, until it is or the user goes elsewhere. */
  let following: { link: MailLink; from: MailLink | undefined; abort: AbortController } | undefined
  /** The entry is of something that is not there: what is shown instead takes its place. */
  let isVoid = false

  /** The settings and the help have addresses of their own. */
  const isMail = (): boolean => route.name === 'mail' || route.name === 'place'
  const counted = (): number => Number((history.state as { over?: number } | null)?.over ?? 0)
  const linkBefore = (): MailLink | undefined => {
    const { back } = (history.state ?? {}) as { back?: unknown }
    return typeof back === 'string' ? parseLink(back) : undefined
  }

  /** Makes the address and the history say what the page shows. */
  async function settle(): Promise<void> {
    const { here } = linking
    if (stepping || isGoing() || following || stranger.value || !here || !isMail()) return
    const count = layers()
    const over = counted()
    if (count < over) return step(() => router.go(count - over))
    const there = parseLink(route.fullPath)
    if (!there && here.message) {
      // Opened before the page had its address: Back leads to the list all the same.
      const { message: _, ...above } = here
      isVoid = false
      return step(() => router.replace(formatLink(above)))
    }
    const path = formatLink(here)
    if (!there || !isSameLink(there, here)) {
      const before = linkBefore()
      if (there && isAbove(here, there) && before && isSameLink(before, here) && over === 0 && !isVoid)
        return step(() => router.go(-1))
      const takesPlace = !there || isVoid || over > 0 || isBeside(there, here) || isAbove(here, there)
      isVoid = false
      return step(() => (takesPlace ? router.replace(path) : router.push(path)))
    }
    isVoid = false
    if (count > over) {
      const entry = { path: route.path, query: route.query, force: true, state: { over: over + 1 } }
      return step(() => router.push(entry))
    }
  }

  async function step(go: () => unknown): Promise<void> {
    stepping = true
    await go()
  }

  const stopListening = router.afterEach((_to, _from, failure) => {
    const isOurs = stepping
    stepping = false
    if (!isMail()) return
    // A step of the user's that led nowhere leaves the address as it was.
    if (failure) return void (isOurs || settle())
    if (!isOurs) {
      for (let left = layers() - counted(); left > 0; left--) closeTop()
      const link = parseLink(route.fullPath)
      const { here } = linking
      if (!link || !here || !isSameLink(link, here) || stranger.value) return void follow()
    }
    void settle()
  })
  onScopeDispose(stopListening)

  /** Shows what the address says. */
  async function follow(): Promise<void> {
    following?.abort.abort()
    following = undefined
    stranger.value = undefined
    // Under the settings lies what they were opened over.
    const link = isMail() ? parseLink(route.fullPath) : route.meta.opened?.link
    if (link && !linking.isOwn(link)) return void (stranger.value = link)
    if (link) return followLink(link)
    if (!isMail()) return
    isVoid = true
    if (route.name === 'place') {
      toasts.show({ text: 'links.malformed' })
      return followLink({ account: linking.account, folder: INBOX })
    }
    void settle()
  }

  async function followLink(link: MailLink): Promise<void> {
    const abort = new AbortController()
    following = { link, from: linking.here, abort }
    let opened: Opened
    try {
      opened = await linking.open(link, abort.signal, () => toasts.show({ text: 'links.looking' }))
    } catch (error) {
      if (abort.signal.aborted) return
      following = undefined
      if (!isCancelled(error))
        toasts.show({ text: 'links.failed', values: { reason: toPonteError(error).message }, failed: true })
      return
    }
    if (abort.signal.aborted) return
    following = undefined
    isVoid = opened.kind !== 'shown'
    if (opened.kind === 'moved') {
      toasts.show({ text: 'links.moved', values: { folder: nameOf(opened.to.folder) } })
      return followLink(opened.to)
    }
    if (opened.kind === 'gone') toasts.show({ text: 'links.gone' })
    if (opened.kind === 'noFolder') {
      toasts.show({ text: 'links.noFolder' })
      return followLink({ account: linking.account, folder: INBOX })
    }
    void settle()
  }

  /** The user went elsewhere while a link was followed. */
  function isAstray(here: MailLink): boolean {
    if (!following) return false
    const { link, from } = following
    if (isSameLink(here, link) || (from && isSameLink(here, from))) return false
    return here.folder !== link.folder || here.message !== undefined
  }

  watch(
    [() => linking.here, layers],
    ([here]) => {
      if (here && isAstray(here)) {
        following?.abort.abort()
        following = undefined
      }
      void settle()
    },
    { flush: 'post' },
  )

  function nameOf(path: string): string {
    return folderName(
      folders.entryOf(path) ?? { name: path, specialUse: path === INBOX ? 'inbox' : undefined },
    )
  }

  const title = computed(() => {
    const unread = folders.counts.get(INBOX)?.unseen ?? 0
    const account = linking.account.user
    const place = stranger.value ? undefined : linking.here
    if (route.name === 'settings' || !place)
      return linkTitle({ unread, folder: route.name === 'settings' ? t('links.settings') : '', account })
    return linkTitle({
      unread,
      message: place.message && (reading.row?.envelope?.subject.trim() || t('mail.list.noSubject')),
      search: place.search?.text,
      folder: nameOf(place.folder),
      account,
    })
  })
  watchEffect(() => (document.title = title.value))

  // What was done before this was here is not undone by the address of before.
  void (isTouched() ? settle() : follow())

  return { stranger }
}
