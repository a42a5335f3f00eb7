import { toRaw } from 'vue'
import type { MailboxState } from '../../../shared/mail/mailbox.ts'
import { viewCache, type KeptView } from '../../cache/viewCache.ts'
import { KEEP_DELAY_MS, KEPT_ROWS } from '../kit/limits.ts'
import type { ArrangedRows } from './listModes.ts'
import type { ListRow } from '../kit/listRow.ts'
import * as rows from './rowWindow.ts'
import { useSettings } from '../kit/settings.ts'

type Window = rows.RowWindow<ListRow>

/** The top of each folder, kept in this browser; where it cannot be kept, nothing is, and nothing is said. */
export interface ViewKeeper {
  load(path: string): Promise<KeptView | undefined>
  /** Soon, as it is then. */
  keepSoon(): void
  /** Another folder is about to be shown. */
  keepNow(): void
}

/** @param view What is to be kept; nothing while it is not the server's. */
export function createViewKeeper(account: string, view: () => KeptView | undefined): ViewKeeper {
  const settings = useSettings()
  let timer: ReturnType<typeof setTimeout> | undefined

  function keepNow(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    const now = view()
    if (now && settings.view.keepMail)
      viewCache()
        .putView(account, now)
        .catch(() => undefined)
  }

  return {
    load: async (path) =>
      settings.view.keepMail
        ? viewCache()
            .view(account, path)
            .catch(() => undefined)
        : undefined,
    keepSoon: () => void (timer ??= setTimeout(keepNow, KEEP_DELAY_MS)),
    keepNow,
  }
}

/** What there is to keep of a list; nothing of what a search leaves of an arranged one, which says little of its top. */
export function keptFrom(
  mailbox: MailboxState,
  of: { list: Window; arranged: ArrangedRows | undefined; narrowing: boolean },
): KeptView | undefined {
  const { list, arranged, narrowing } = of
  // Nor of one that was kept itself: it goes with the mailbox as it was then.
  if (arranged && (narrowing || arranged.isRecalled())) return undefined
  const conversations = arranged?.kept()
  return {
    mailbox,
    rows: topOf(list),
    ...(arranged && { arranged: true }),
    ...(conversations && { conversations }),
  }
}

/** What is known from the top down to the first gap. */
export function topOf(window: Window): ListRow[] {
  const top: ListRow[] = []
  for (let seq = window.exists; seq > 0 && top.length < KEPT_ROWS; seq--) {
    const row = window.rows.get(seq)
    if (!row || row.partial) break
    top.push(toRaw(row))
  }
  return top
}

/** A window with the kept rows at its top, as they were. */
export function windowOf({ mailbox, rows: kept }: KeptView): Window {
  const { exists } = mailbox
  const numbered = kept
    .slice(0, exists)
    .map((row, at): [number, ListRow] => [exists - at, { ...row, seq: exists - at }])
  return rows.withRows(rows.openWindow<ListRow>(exists), numbered)
}
